import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VppDecodeError, VppEncodeError } from "../errors/index.ts";
import { compileApi, linkSchema } from "../schema/index.ts";
import { codecsOf, type Fields, type MessageDescriptor, Source, Writer } from "./index.ts";

const API = `
enum family : u8 { F_ONE = 0, F_TWO = 1, F_ODD = 9, };
enumflag bits : u8 { B_A = 1, B_B = 2, B_C = 4, };
typedef pair { u16 a; u8 b [default=7]; };
union shape { vl_api_pair_t pair [case=F_ONE]; u32 number [case=F_TWO]; };
typedef tagged { vl_api_family_t kind; vl_api_shape_t value [discriminator=kind]; };
typedef list { u8 n; vl_api_pair_t pairs[n]; };
typedef u8 blob[4];
autoreply define scalars {
  u32 client_index; u32 context;
  u8 u8v; i8 i8v; u16 u16v; i16 i16v; u32 u32v; i32 i32v; u64 u64v; i64 i64v; f64 f64v; bool boolv;
};
autoreply define defaults {
  u32 client_index; u32 context;
  u32 mtu [default=1500]; bool on [default=true]; vl_api_family_t kind [default=9]; vl_api_pair_t pair; f64 one [default=1.0];
};
autoreply define arrays {
  u32 client_index; u32 context;
  u16 fixed[3]; vl_api_blob_t blob; u8 raw[5]; string name[8]; vl_api_bits_t flags; u8 count; vl_api_list_t lists[count];
};
autoreply define bytes { u32 client_index; u32 context; u8 size; u8 data[size]; };
autoreply define text { u32 client_index; u32 context; string body[]; };
autoreply define unions { u32 client_index; u32 context; vl_api_tagged_t tagged; vl_api_shape_t plain; };
`;

const codecs = codecsOf(linkSchema([compileApi(API, { file: "test.api" })]));

function codec(name: string): MessageDescriptor {
  const found = codecs.message(name);
  assert.ok(found, name);
  return found;
}

function encode(name: string, fields: Fields): Buffer {
  const w = new Writer(16);
  codec(name).encode(w, fields, 0x0102, 0x0a0b0c0d, 0x01020304);
  return Buffer.from(w.take());
}

/** The hex behind id, client_index and context. */
function body(name: string, fields: Fields): string {
  return encode(name, fields).subarray(10).toString("hex");
}

function roundTrip(name: string, fields: Fields): Fields {
  return codec(name).decode(new Source(encode(name, fields)));
}

function refuses(name: string, fields: unknown, path: string, text: RegExp): void {
  const w = new Writer(256);
  w.reserve(3);
  w.pos = 3;
  assert.throws(
    () => codec(name).encode(w, fields as Fields, 1, 2, 3),
    (error: unknown) => {
      assert.ok(error instanceof VppEncodeError, String(error));
      assert.equal(error.path, path);
      assert.equal(error.messageName, name);
      assert.match(error.message, text);
      return true;
    },
  );
  assert.equal(w.pos, 3, "nothing stays written");
  assert.ok(
    w.bytes.every((byte) => byte === 0),
    "and the writer's rest is zero again",
  );
}

describe("session fields", () => {
  it("stand where the definition says", () => {
    assert.equal(encode("text", {}).toString("hex"), "0102" + "0a0b0c0d" + "01020304" + "00000000");
    assert.deepEqual(
      [codec("text").clientIndexOffset, codec("text").contextOffset, codec("text_reply").contextOffset],
      [2, 6, 2],
    );
  });
});

describe("scalars", () => {
  const most = {
    u8v: 255,
    i8v: -128,
    u16v: 65535,
    i16v: -32768,
    u32v: 4294967295,
    i32v: -2147483648,
    u64v: 2n ** 64n - 1n,
    i64v: -(2n ** 63n),
    f64v: 1.5,
    boolv: true,
  };
  it("keep their extremes, big-endian but for f64", () => {
    assert.equal(
      body("scalars", most),
      "ff80ffff8000ffffffff80000000ffffffffffffffff8000000000000000000000000000f83f01",
    );
    assert.deepEqual(roundTrip("scalars", most), most);
  });
  it("take safe integers for 64 bits", () => {
    assert.equal(roundTrip("scalars", { u64v: 2 ** 53 - 1, i64v: -5 }).u64v, 2n ** 53n - 1n);
    assert.equal(roundTrip("scalars", { i64v: -5 }).i64v, -5n);
  });
  for (const [name, bad] of [
    ["u8v", 256],
    ["u8v", -1],
    ["u8v", 1.5],
    ["u8v", "1"],
    ["i8v", 128],
    ["u16v", 65536],
    ["i16v", 32768],
    ["u32v", 2 ** 32],
    ["u32v", Number.NaN],
    ["i32v", 2 ** 31],
    ["u64v", -1],
    ["u64v", 2 ** 53],
    ["u64v", 2n ** 64n],
    ["i64v", 2n ** 63n],
    ["f64v", "1"],
    ["boolv", 2],
    ["u32v", null],
  ] as const) {
    it(`refuse ${String(bad)} for ${name}`, () => refuses("scalars", { [name]: bad }, name, /expected/));
  }
});

describe("absent fields", () => {
  it("take the default, inside absent structs too, else zero", () => {
    assert.deepEqual(roundTrip("defaults", {}), {
      mtu: 1500,
      on: true,
      kind: 9,
      pair: { a: 0, b: 7 },
      one: 1,
    });
  });
  it("are not confused with given zeros", () => {
    const zeros = { mtu: 0, on: false, kind: 0, pair: { a: 0, b: 0 }, one: 0 };
    assert.deepEqual(roundTrip("defaults", zeros), zeros);
  });
  it("may be there as undefined", () => {
    assert.equal(roundTrip("defaults", { mtu: undefined }).mtu, 1500);
    const pairs = [{ a: 1, b: undefined }];
    assert.equal(body("arrays", { lists: [{ pairs }] }), body("arrays", { lists: [{ pairs: [{ a: 1 }] }] }));
    const five = { value: { number: 5 } };
    const alike = { kind: undefined, value: { pair: undefined, number: 5 } };
    assert.equal(body("unions", { tagged: alike, plain: undefined }), body("unions", { tagged: five }));
    assert.equal(
      body("unions", { tagged: { kind: 1, value: undefined }, plain: { pair: undefined } }),
      body("unions", { tagged: { kind: 1 } }),
    );
  });
});

describe("arrays and strings", () => {
  it("fill fixed lengths with zeros and carry their own counts", () => {
    const fields = {
      fixed: [1, 2],
      blob: new Uint8Array([9]),
      raw: new Uint8Array([1, 2, 3, 4, 5]),
      name: "añb",
      flags: ["B_A", "B_C"],
      lists: [{ pairs: [] }, { pairs: [{ a: 1, b: 2 }, { a: 3 }] }],
    };
    assert.equal(
      body("arrays", fields),
      "000100020000" + "09000000" + "0102030405" + "61c3b16200000000" + "05" + "02" + "00" + "02000102000307",
    );
    assert.deepEqual(roundTrip("arrays", fields), {
      fixed: [1, 2, 0],
      blob: new Uint8Array([9, 0, 0, 0]),
      raw: new Uint8Array([1, 2, 3, 4, 5]),
      name: "añb",
      flags: 5,
      lists: [
        { pairs: [] },
        {
          pairs: [
            { a: 1, b: 2 },
            { a: 3, b: 7 },
          ],
        },
      ],
    });
  });
  it("name the path of what doesn't fit", () => {
    refuses("arrays", { lists: [{}, { pairs: [{ a: 1 }, { a: 70000 }] }] }, "lists[1].pairs[1].a", /u16/);
    refuses("arrays", { fixed: [1, 2, "x"] }, "fixed[2]", /u16/);
    refuses("arrays", { fixed: [1, 2, 3, 4] }, "fixed", /at most 3/);
    refuses("arrays", { raw: new Uint8Array(6) }, "raw", /at most 5 bytes/);
    refuses("arrays", { name: "12345678" }, "name", /8 bytes is too long.*holds 7/);
    refuses("arrays", { name: "ññññ" }, "name", /8 bytes is too long/);
    refuses("arrays", { name: "a\0b" }, "name", /NUL/);
    refuses("arrays", { flags: ["B_A", "B_X"] }, "flags[1]", /no member is called "B_X".*B_A/);
    refuses("arrays", { flags: 256 }, "flags", /u8/);
    refuses("arrays", { lists: {} }, "lists", /an array/);
    refuses("arrays", { lists: [{ pears: [] }] }, "lists[0].pears", /unknown field.*pairs/);
    refuses("arrays", [], "", /an object/);
    refuses("arrays", null, "", /an object/);
    refuses("bytes", { data: new Uint8Array(256) }, "data", /at most 255/);
    refuses("bytes", { data: [1, 2] }, "data", /Uint8Array/);
    refuses("text", { body: 5 }, "body", /a string/);
    refuses("text", { constructor: 5 }, "constructor", /unknown field/);
  });
  it("take a count that says what is true", () => {
    assert.equal(body("bytes", { size: 2, data: new Uint8Array([7, 8]) }), "020708");
    refuses("bytes", { size: 3, data: new Uint8Array([7, 8]) }, "size", /follows from the array \(2\)/);
  });
  it("carry long strings of any kind", () => {
    for (const text of ["", "x".repeat(100_000), "ñ€😀\0end"]) {
      assert.equal(roundTrip("text", { body: text }).body, text);
    }
  });
});

describe("unions", () => {
  it("have one arm where a sibling tells which", () => {
    for (const tagged of [
      { kind: 0, value: { pair: { a: 1, b: 2 } } },
      { kind: 1, value: { number: 77 } },
    ]) {
      assert.deepEqual(roundTrip("unions", { tagged }).tagged, tagged);
    }
  });
  it("let the arm decide the discriminator", () => {
    assert.deepEqual(roundTrip("unions", { tagged: { value: { number: 5 } } }).tagged, {
      kind: 1,
      value: { number: 5 },
    });
  });
  it("refuse a contradiction, two arms, a strange arm", () => {
    const path = (value: unknown, kind?: unknown) => ({
      tagged: kind === undefined ? { value } : { kind, value },
    });
    refuses("unions", path({ number: 5 }, "F_ONE"), "tagged.value.number", /selects pair/);
    refuses("unions", path({ number: 5, pair: {} }), "tagged.value", /expected one arm, got pair, number/);
    refuses("unions", path({ nombre: 5 }), "tagged.value.nombre", /unknown arm/);
    refuses("unions", { plain: { nombre: 5 } }, "plain.nombre", /unknown arm/);
  });
  it("show every arm where nothing selects one, and write the largest", () => {
    const all = { pair: { a: 0x0102, b: 3 }, number: 0x01020304 };
    assert.equal(body("unions", { plain: all }), "0000000000" + "01020304");
    assert.deepEqual(roundTrip("unions", { tagged: { kind: 9, value: all } }).tagged, {
      kind: 9,
      value: all,
    });
  });
});

describe("decoders", () => {
  it("refuse every payload that is cut short, and say where", () => {
    const whole = encode("arrays", { lists: [{ pairs: [{ a: 1 }] }, { pairs: [] }] });
    codec("arrays").decode(new Source(whole));
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => codec("arrays").decode(new Source(whole, 0, length)), VppDecodeError);
    }
  });
  it("refuse counts that promise more than there is before setting memory aside", () => {
    const w = Buffer.from(encode("text", {}));
    w.writeUInt32BE(0xffff_ffff, 10);
    assert.throws(
      () => codec("text").decode(new Source(w)),
      (e: unknown) => {
        return e instanceof VppDecodeError && e.offset === 14 && e.messageName === "text";
      },
    );
  });
  it("stay inside the frame they are given", () => {
    const two = Buffer.concat([
      encode("bytes", { data: new Uint8Array([1, 2, 3]) }),
      Buffer.alloc(300, 0xee),
    ]);
    two[10] = 200;
    assert.throws(() => codec("bytes").decode(new Source(two, 0, 14)), VppDecodeError);
  });
  it("ignore what follows the last field", () => {
    const padded = Buffer.concat([encode("text", { body: "x" }), Buffer.from([0])]);
    assert.deepEqual(codec("text").decode(new Source(padded)), { body: "x" });
  });
});

describe("old definitions", () => {
  const old = codecsOf(
    linkSchema([
      compileApi("autoreply define legacy { u32 client_index; u32 context; u16 count; u32 items[0]; };", {
        file: "old.api",
      }),
    ]),
  );
  it("let x[0] take the rest of the message", () => {
    const message = old.message("legacy")!;
    const w = new Writer();
    message.encode(w, { count: 2, items: [5, 6] }, 0, 0, 0);
    assert.deepEqual(message.decode(new Source(w.take())), { count: 2, items: [5, 6] });
  });
});

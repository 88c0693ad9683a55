import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VppDefinitionError } from "../../errors/index.ts";
import { linkSchema } from "../link/link.ts";
import { KnownTypes, readApiJson } from "./read.ts";

const PING = ["ping", ["u16", "_vl_msg_id"], ["u32", "context"], { crc: "0x51077d14" }];
const REPLY = [
  "ping_reply",
  ["u16", "_vl_msg_id"],
  ["u32", "context"],
  ["i32", "retval"],
  { crc: "0xe8d4e804" },
];

const read = (module: object) => {
  const [file] = readApiJson({ module: "m", types: [], messages: [], ...module }, { source: "m.api.json" });
  assert.ok(file !== undefined);
  return file;
};

const link = (module: object) => linkSchema([read(module)]);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof VppDefinitionError, String(error));
    return error.message;
  }
  return assert.fail("accepted");
}

describe("a module", () => {
  test("of 19.08 has no name, imports, enumflags nor options, and is named by its file", () => {
    const module = {
      types: [["punt_reason", ["u32", "id"], ["string", "name"]]],
      messages: [PING, REPLY],
      unions: [],
      enums: [["e", ["A", 1], { enumtype: "u32" }]],
      services: { ping: { reply: "ping_reply" } },
      options: { version: "1.0.0" },
      aliases: { ip4_address: { type: "u8", length: 4 } },
      vl_api_version: "0xfdaf",
    };
    const [file] = readApiJson(JSON.stringify(module), { source: "/usr/share/vpp/api/core/punt.api.json" });
    assert.ok(file !== undefined);
    const schema = linkSchema([file]);
    const linked = schema.modules.get("punt");
    assert.equal(linked?.version, "1.0.0");
    assert.equal(linked?.apiVersion, "0xfdaf");
    assert.deepEqual(schema.services.get("ping")?.reply, "ping_reply");
    const reason = schema.types.get("punt_reason");
    assert.ok(reason?.kind === "struct");
    assert.deepEqual(reason.fields[1]?.type, { kind: "string", length: null });
    assert.deepEqual(schema.messages.get("ping")?.options, Object.create(null));
  });

  test("may lack services, which are then inferred, and sections", () => {
    const { messages, types, ...rest } = read({ messages: [PING, REPLY] });
    assert.equal(messages.length, 2);
    assert.deepEqual(types, []);
    assert.deepEqual(
      rest.services.map((s) => [s.caller, s.reply]),
      [["ping", "ping_reply"]],
    );
  });

  test("served by a VPP is one of an array, named in errors", () => {
    const modules = [
      { module: "a", types: [], messages: [PING, REPLY] },
      { module: "b", types: [], messages: [7] },
    ];
    assert.equal(
      refusal(() => readApiJson(modules, { source: "get_api_json" })),
      "get_api_json[b]: messages[0]: expected [name, …], found 7",
    );
    assert.equal(readApiJson(modules.slice(0, 1))[0]?.module, "a");
  });
});

describe("fields", () => {
  const field = (...raw: unknown[]) => {
    const schema = link({ types: [["t", ["u8", "n"], raw]] });
    const type = schema.types.get("t");
    assert.ok(type?.kind === "struct");
    return type.fields;
  };

  test("are plain, fixed, counted or the rest of the message", () => {
    assert.equal(field("u32", "x")[1]?.array, null);
    assert.deepEqual(field("u32", "x", 4)[1]?.array, { kind: "fixed", length: 4 });
    assert.deepEqual(field("u32", "x", 0)[1]?.array, { kind: "rest" });
    const [n, x] = field("u32", "x", 0, "n");
    assert.deepEqual(x?.array, { kind: "counted", count: "n" });
    assert.equal(n?.countOf, "x");
  });

  test("of strings have their bytes or none; a counted one is a string of its own", () => {
    const types = [
      field("string", "x", 8),
      field("string", "x", 0),
      field("string", "x"),
      field("string", "x", 0, "n"),
    ];
    assert.deepEqual(
      types.map((fields) => fields[1]?.type),
      [
        { kind: "string", length: 8 },
        { kind: "string", length: null },
        { kind: "string", length: null },
        { kind: "string", length: null },
      ],
    );
    assert.equal(types[3]?.[0]?.countOf, null);
  });

  test("have options behind whatever else they have, true for a boolean as such", () => {
    assert.deepEqual({ ...field("string", "x", 0, { limit: 16 })[1]?.options }, { limit: 16 });
    assert.deepEqual({ ...field("bool", "x", { default: "true" })[1]?.options }, { default: true });
    assert.deepEqual(
      { ...field("u8", "x", { default: "true", case: null })[1]?.options },
      { default: "true", case: null },
    );
  });
});

describe("old shapes", () => {
  test("of aliases: an object, or a list", () => {
    for (const aliases of [
      { a: { type: "u8", length: 4 }, b: { type: "u32" } },
      [
        ["a", { type: "u8", length: 4 }],
        ["b", { type: "u32" }],
      ],
      [
        { name: "a", type: "u8", length: 4 },
        { name: "b", type: "u32" },
      ],
    ]) {
      const { types } = link({ aliases });
      assert.deepEqual(
        [...types].map(([name, t]) => [name, t.kind === "alias" ? t.length : "?"]),
        [
          ["a", 4],
          ["b", null],
        ],
      );
    }
  });

  test("of enums: without a type they have 32 bits", () => {
    const types = link({ enums: [["e", ["A", 0]]], enumflags: [["f", ["B", 1], { enumtype: "u8" }]] }).types;
    const [e, f] = [types.get("e"), types.get("f")];
    assert.ok(e?.kind === "enum" && f?.kind === "enum");
    assert.deepEqual([e.base, e.flag, f.base, f.flag], ["u32", false, "u8", true]);
  });

  test("of services: a list of objects", () => {
    const { services } = link({ messages: [PING, REPLY], services: [{ ping: { reply: "ping_reply" } }] });
    assert.equal(services.get("ping")?.stream, false);
  });

  test("of paths: a block of one path is that path", () => {
    const one = { path: "/a", counter: "c" };
    assert.deepEqual(link({ paths: [one, [one, one]] }).modules.get("m")?.paths, [one, one, one]);
  });
});

describe("services and events", () => {
  test("are read with streams and null", () => {
    const message = (name: string) => [name, ["u32", "context"], { crc: "0x1" }];
    const { services } = link({
      messages: ["a", "a_reply", "a_details", "b", "c", "ev"].map(message),
      services: {
        a: { reply: "a_reply", stream: true, stream_msg: "a_details" },
        b: { reply: "null" },
        c: { reply: "a_reply", events: ["ev"] },
      },
    });
    assert.deepEqual(
      [...services.values()].map((s) => [s.reply, s.stream, s.streamMessage, s.events]),
      [
        ["a_reply", true, "a_details", []],
        [null, false, null, []],
        ["a_reply", false, null, ["ev"]],
      ],
    );
  });
});

test("repeated types become one declaration, a different one stays", () => {
  const knownTypes = new KnownTypes();
  const one = (types: unknown[]) =>
    readApiJson({ module: "m", types, messages: [] }, { knownTypes })[0]?.types;
  const first = one([["t", ["u8", "x"]]]);
  assert.equal(one([["t", ["u8", "x"]]])?.[0], first?.[0]);
  assert.notEqual(one([["t", ["u16", "x"]]])?.[0], first?.[0]);
});

describe("refused when read, with module and path", () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [7, /^x\.api\.json: expected a module, found 7$/],
    ["{", /^x\.api\.json: not JSON: /],
    [{}, /neither messages nor types/],
    [null, /expected a module, found null/],
    [[[]], /^x\.api\.json\[0\]: expected a module, found an array/],
    [{ messages: {} }, /messages: expected an array, found an object/],
    [{ messages: [[]] }, /messages\[0\]: expected a name, found nothing/],
    [{ messages: [["a b"]] }, /messages\[0\]: expected a name, found "a b"/],
    [{ types: [["x;alert(1)"]] }, /types\[0\]: expected a name/],
    [{ types: [["x".repeat(300)]] }, /types\[0\]: expected a name, found "x{50,60}…?/],
    [{ types: [], module: "a/b" }, /module: expected the name/],
    [{ types: [], vl_api_version: "1" }, /vl_api_version: expected a number/],
    [{ types: [], imports: [1] }, /imports\[0\]: expected a path, found 1/],
    [{ types: [], aliases: { a: 1 } }, /aliases\.a: expected an object with a type/],
    [
      { types: [], aliases: { a: { type: "u8", length: -1 } } },
      /aliases\.a: expected the length of an array, found -1/,
    ],
    [{ types: [], services: { a: {} } }, /services\.a: expected the name of the reply, found nothing/],
    [{ types: [], services: { a: { reply: "b", events: "c" } } }, /services\.a: expected an array of events/],
    [{ types: [], services: [1] }, /services: expected an object, found 1/],
    [{ types: [], options: { a: {} } }, /options: option a: expected a word, a number or a boolean/],
    [{ types: [], options: { "a b": 1 } }, /options: expected the name of an option/],
    [{ types: [], counters: [{}] }, /counters\[0\]: expected the name of a counter set/],
    [{ types: [], paths: [{ path: 1 }] }, /paths\[0\]: expected a path, found 1/],
  ];
  for (const [value, expected] of cases) {
    test(JSON.stringify(value).slice(0, 60), () => {
      const source = { source: "x.api.json" };
      assert.match(
        refusal(() => readApiJson(value, source)),
        expected,
      );
    });
  }
});

describe("refused when used, with module and path", () => {
  const message = (...parts: unknown[]) => ended({ crc: "0x1" }, ...parts);
  const ended = (end: object, ...parts: unknown[]) => ({ messages: [["m", ...parts, end]], services: {} });
  const cases: readonly (readonly [object, RegExp])[] = [
    [message(["u8"]), /messages\[0\] \(m\): expected a field/],
    [message(["u8", "a-b"]), /expected the name of a field, found "a-b"/],
    [message(["u8", "x", -1]), /\(m\)\.x: expected the length of an array, found -1/],
    [message(["u8", "x", 1.5]), /expected the length/],
    [message(["u8", "x", "n"]), /expected the length/],
    [message(["u8", "x", 1, "n", 2]), /at most/],
    [ended({ crc: 5 }, ["u8", "x"]), /expected a crc like "0x51077d14", found 5/],
    [ended({}, ["u8", "x"]), /expected a crc like "0x51077d14", found nothing/],
    [ended({ crc: "0x1", options: 1 }, ["u8", "x"]), /expected options, found 1/],
    [ended({ crc: "0x1", comment: 1 }, ["u8", "x"]), /expected a comment, found 1/],
    [message(["vl_api_no_t", "x"]), /m\.x: unknown type vl_api_no_t/],
    [message(["foo", "x"]), /m\.x: unknown type foo/],
    [message(["u8", "x", 0, "n"]), /m\.x: its length is in n, which is no field before it/],
    [message(["f64", "n"], ["u8", "x", 0, "n"]), /n, which is no integer/],
    [message(["u8", "n"], ["u8", "x", 0, "n"], ["u8", "y", 0, "n"]), /m\.y: its length is in n, as is/],
    [message(["u8", "x"], ["u8", "x"]), /m\.x: a second field/],
    [message(["u8", "x", 0], ["u8", "y"]), /m\.x: takes the rest of the message, so it must be last/],
    [message(["u8", "x", 4_000_000_000]), /m\.x: longer than a message can be/],
    [{ types: [["t"]] }, /t: has no fields/],
    [{ types: [["t", ["vl_api_t_t", "x"]]] }, /t\.x: a type can't be part of itself: t → t/],
    [
      {
        types: [
          ["a", ["vl_api_b_t", "x"]],
          ["b", ["vl_api_a_t", "x"]],
        ],
      },
      /part of itself: a → b → a/,
    ],
    [{ aliases: { a: { type: "vl_api_b_t" }, b: { type: "vl_api_a_t" } } }, /a → b → a/],
    [{ aliases: { a: { type: "string" } } }, /a: a string needs a length/],
    [
      { enums: [["e", ["A", 256], { enumtype: "u8" }]] },
      /enums\[0\] \(e\): A: expected an integer that fits u8, found 256/,
    ],
    [{ enums: [["e", ["A", 0.5]]] }, /an integer that fits u32, found 0.5/],
    [{ enums: [["e", ["A", 0], { enumtype: "u64" }]] }, /at most 32 bits, found "u64"/],
    [{ enums: [["e", ["A", 0], { enumtype: "constructor" }]] }, /at most 32 bits/],
    [{ enums: [["e", "A"]] }, /expected \[member, value\], found "A"/],
    [{ enums: [["e", ["A", 0], ["A", 1]]] }, /e: a second member A/],
    [{ unions: [["u", ["u8", "n"], ["u8", "x", 0, "n"]]] }, /u\.x: an arm of a union has a fixed length/],
  ];
  for (const [module, expected] of cases) {
    test(JSON.stringify(module).slice(0, 90), () => {
      const schema = link(module);
      assert.match(
        refusal(() => [[...schema.types], [...schema.messages]]),
        expected,
      );
      assert.match(
        refusal(() => [[...schema.types], [...schema.messages]]),
        expected,
        "a second time",
      );
    });
  }
});

test("a deep or bushy nest of types is refused, not followed", () => {
  const nest = (depth: number, width: number) =>
    Array.from({ length: depth }, (_, i) => [
      `t${i}`,
      ...Array.from({ length: width }, (_, k) => [i + 1 < depth ? `vl_api_t${i + 1}_t` : "u8", `x${k}`]),
    ]);
  assert.match(
    refusal(() => link({ types: nest(5000, 1) }).types.get("t0")),
    /more than 64 types within each other/,
  );
  assert.match(
    refusal(() => link({ types: nest(60, 3) }).types.get("t0")),
    /fields in all|longer than a message/,
  );
});

test("names of Object.prototype are names like any other", () => {
  const text = `{"module":"m","types":[["__proto__",["u8","constructor"]]],"messages":[],"services":{},
    "aliases":{"__proto__x":{"type":"vl_api___proto___t"},"toString":{"type":"u8"}},"options":{"__proto__":"1"}}`;
  const schema = linkSchema(readApiJson(text));
  const type = schema.types.get("__proto__");
  assert.ok(type?.kind === "struct");
  assert.equal(type.fields[0]?.name, "constructor");
  assert.equal(schema.types.get("hasOwnProperty"), undefined);
  assert.deepEqual(Object.keys(schema.modules.get("m")?.options ?? {}), ["__proto__"]);
  assert.equal(schema.types.get("toString")?.kind, "alias");
});

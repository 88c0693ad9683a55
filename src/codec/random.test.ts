import assert from "node:assert/strict";
import { isIP } from "node:net";
import { describe, it } from "node:test";
import { compileApi, linkSchema, type Message } from "../schema/index.ts";
import { randomFields, seededRandom } from "./random.ts";

const TYPES = `
  typedef u8 ip4_address[4];
  typedef u8 ip6_address[16];
  typedef u8 mac_address[6];
  enum address_family { ADDRESS_IP4 = 0, ADDRESS_IP6, };
  union address_union { vl_api_ip4_address_t ip4; vl_api_ip6_address_t ip6; };
  typedef address { vl_api_address_family_t af; vl_api_address_union_t un; };
  typedef prefix { vl_api_address_t address; u8 len; };
  enum state : u8 { DOWN = 3, UP = 5, };
  enumflag rights : u8 { READ = 1, WRITE = 2, };
  typedef label { string text[4]; u8 tail; };
  union choice {
    u16 number [case=DOWN];
    vl_api_label_t label [case=UP];
  };
  typedef tagged { vl_api_state_t state; vl_api_choice_t choice [discriminator=state]; };
  typedef inner { u8 n; u32 x[n]; };
  typedef outer { u8 n; vl_api_inner_t inners[n]; };`;

function messageOf(fields: string): Message {
  const text = `${TYPES} autoreply define m { u32 client_index; u32 context; ${fields} };`;
  const message = linkSchema([compileApi(text, { file: "test.api" })]).messages.get("m");
  assert.ok(message);
  return message;
}

/** Two thousand random values of a message's only field `x`. */
function values<T>(declaration: string, check: (value: unknown) => value is T, multibyte = false): T[] {
  const message = messageOf(declaration);
  const rng = seededRandom(20);
  return Array.from({ length: 2000 }, () => {
    const { x } = randomFields(message, rng, { multibyte });
    assert.ok(check(x), `${declaration} ${String(x)}`);
    return x;
  });
}

const isNumber = (x: unknown): x is number => typeof x === "number";
const isBigint = (x: unknown): x is bigint => typeof x === "bigint";
const isString = (x: unknown): x is string => typeof x === "string";
const isArray = (x: unknown): x is unknown[] => Array.isArray(x);
const isBytes = (x: unknown): x is Uint8Array => x instanceof Uint8Array;
const isAny = (_x: unknown): _x is unknown => true;
const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null;

describe("the seeded generator", () => {
  it("gives the same numbers for the same seed, in [0, 1)", () => {
    const take = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
    assert.deepEqual(take(1), take(1));
    assert.notDeepEqual(take(1), take(2));
    const mean = take(3).reduce((sum, x) => sum + x) / 1000;
    assert.ok(mean > 0.45 && mean < 0.55);
    assert.ok(take(3).every((x) => x >= 0 && x < 1));
  });

  it("makes the same fields", () => {
    const message = messageOf("u32 a; string b[9]; vl_api_outer_t c;");
    assert.deepEqual(randomFields(message, seededRandom(5)), randomFields(message, seededRandom(5)));
    assert.notDeepEqual(randomFields(message, seededRandom(5)), randomFields(message, seededRandom(6)));
  });
});

describe("random fields", () => {
  it("has every field but client_index, context and counts", () => {
    const fields = randomFields(messageOf("u8 a; u8 n; u16 b[n];"), seededRandom(1));
    assert.deepEqual(Object.keys(fields), ["a", "b"]);
  });

  const integers: [string, number, number][] = [
    ["u8", 0, 255],
    ["i8", -128, 127],
    ["u16", 0, 65535],
    ["i32", -(2 ** 31), 2 ** 31 - 1],
    ["u32", 0, 2 ** 32 - 1],
  ];
  for (const [type, lowest, highest] of integers) {
    it(`${type} keeps its range and reaches both ends`, () => {
      const found = values(`${type} x;`, isNumber);
      assert.ok(found.every((x) => Number.isInteger(x) && x >= lowest && x <= highest));
      assert.equal(Math.min(...found), lowest);
      assert.equal(Math.max(...found), highest);
      assert.ok(new Set(found).size > 100);
    });
  }

  it("integers of 64 bits are bigint, beyond what a number holds too", () => {
    assert.ok(values("u64 x;", isBigint).every((x) => x === BigInt.asUintN(64, x)));
    const signed = values("i64 x;", isBigint);
    assert.ok(signed.every((x) => x === BigInt.asIntN(64, x)));
    assert.ok(signed.includes(-(2n ** 63n)) && signed.includes(2n ** 63n - 1n));
  });

  it("f64 is never NaN or -0", () => {
    assert.ok(values("f64 x;", isNumber).every((x) => !Number.isNaN(x) && !Object.is(x, -0)));
  });

  it("strings fit with their NUL", () => {
    const ascii = values("string x[6];", isString);
    assert.ok(ascii.every((x) => /^[ -~]{0,5}$/.test(x)));
    assert.ok(ascii.includes("") && ascii.some((x) => x.length === 5));
    const wide = values("string x[6];", isString, true);
    assert.ok(wide.every((x) => Buffer.byteLength(x) <= 5 && !x.includes("\0")));
    assert.ok(wide.some((x) => Buffer.byteLength(x) > x.length));
    assert.ok(values("string x[];", isString).some((x) => x.length > 5));
    assert.ok(values("string x[1];", isString).every((x) => x === ""));
  });

  it("arrays of fixed length are full, others small", () => {
    assert.ok(values("u8 x[7];", isBytes).every((x) => x.length === 7));
    assert.ok(
      values("bool x[3];", isArray).every((x) => x.length === 3 && x.every((b) => typeof b === "boolean")),
    );
    const counted = values("u8 n; u16 x[n];", isArray).map((x) => x.length);
    assert.deepEqual([Math.min(...counted), Math.max(...counted)], [0, 8]);
    const bytes = values("u8 n; u8 x[n];", isBytes).map((x) => x.length);
    assert.deepEqual([Math.min(...bytes), Math.max(...bytes)], [0, 64]);
  });

  it("arrays within arrays stay small", () => {
    const sizes = values("u8 n; vl_api_outer_t x[n];", isArray).map((x) => JSON.stringify(x).length);
    assert.ok(Math.max(...sizes) < 3000);
  });

  it("enums are members mostly, and fit always", () => {
    const found = values("vl_api_state_t x;", isNumber);
    const members = found.filter((x) => x === 3 || x === 5).length;
    assert.ok(members > 1500 && members < 2000);
    assert.ok(found.every((x) => x >= 0 && x <= 255));
    const flags = new Set(values("vl_api_rights_t x;", isNumber));
    for (const bits of [0, 1, 2, 3]) assert.ok(flags.has(bits));
  });

  it("addresses are text of both families, sometimes of none", () => {
    const found = values("vl_api_address_t x;", isAny);
    const families = found.map((x) => (typeof x === "string" ? isIP(x) : "struct"));
    assert.deepEqual(new Set(families), new Set([4, 6, "struct"]));
    const structs = found.filter(isRecord);
    for (const { af, un } of structs) {
      assert.ok(isNumber(af) && af > 1 && af < 256 && isRecord(un));
      assert.deepEqual(Object.keys(un), ["ip4", "ip6"]);
    }
  });

  it("prefixes are text with a length of their family", () => {
    for (const x of values("vl_api_prefix_t x;", isAny)) {
      if (typeof x !== "string") continue;
      const [address = "", len] = x.split("/");
      assert.ok(Number(len) <= (isIP(address) === 4 ? 32 : 128), x);
    }
  });

  it("a discriminator fits its arm; one that selects none has every arm", () => {
    const arms = new Set<string>();
    for (const { state, choice } of values("vl_api_tagged_t x;", isRecord)) {
      assert.ok(isRecord(choice));
      const names = Object.keys(choice).join();
      arms.add(names);
      assert.equal(names, state === 3 ? "number" : state === 5 ? "label" : "number,label");
    }
    assert.deepEqual(arms, new Set(["number", "label", "number,label"]));
  });

  it("the arms of a union show the same bytes", () => {
    for (const { number, label } of values("vl_api_choice_t x;", isRecord)) {
      assert.ok(isRecord(label) && isString(label.text));
      const bytes = Buffer.alloc(4);
      bytes.write(label.text);
      assert.equal(number, bytes.readUInt16BE(0));
    }
    for (const { ip4, ip6 } of values("vl_api_address_union_t x;", isRecord)) {
      assert.ok(isString(ip4) && isString(ip6));
      const [a = "0", b = "0"] = ip6.startsWith("::") ? [] : ip6.split(":");
      const first = Number.parseInt(a, 16);
      const second = Number.parseInt(b || "0", 16);
      assert.equal(ip4, [first >> 8, first & 255, second >> 8, second & 255].join("."));
    }
  });
});

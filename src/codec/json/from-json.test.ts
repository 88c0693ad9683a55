import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileApi, linkSchema, type Message, readApiJson } from "../../schema/index.ts";
import { jsonToFields } from "./from-json.ts";

const IP_TYPES = `
  typedef u8 ip4_address[4];
  typedef u8 ip6_address[16];
  typedef u8 mac_address[6];
  enum address_family : u8 { ADDRESS_IP4 = 0, ADDRESS_IP6, };
  union address_union { vl_api_ip4_address_t ip4 [case=ADDRESS_IP4]; vl_api_ip6_address_t ip6 [case=ADDRESS_IP6]; };
  typedef address { vl_api_address_family_t af; vl_api_address_union_t un [discriminator=af]; };
  typedef prefix { vl_api_address_t address; u8 len; };
  typedef ip4_prefix { vl_api_ip4_address_t address; u8 len; };
  typedef ip6_prefix { vl_api_ip6_address_t address; u8 len; };
  typedef u8 key[8];
  typedef u32 interface_index;
  typedef vl_api_interface_index_t pair[2];
  enumflag rights : u8 { READ = 1, WRITE = 2, };`;

function messageOf(fields: string, types = ""): Message {
  const text = `${IP_TYPES} ${types} autoreply define m { u32 client_index; u32 context; ${fields} };`;
  const message = linkSchema([compileApi(text, { file: "test.api" })]).messages.get("m");
  assert.ok(message);
  return message;
}

/** The value of a message's only field `x`, declared so. */
function convert(declaration: string, json: unknown, types = ""): unknown {
  return jsonToFields(messageOf(declaration, types), { x: json }).x;
}

function refuses(declaration: string, json: unknown, message: RegExp, types = ""): void {
  assert.throws(() => convert(declaration, json, types), {
    name: "VppEncodeError",
    messageName: "m",
    message,
  });
}

describe("values from JSON", () => {
  const accepted: [string, unknown, unknown][] = [
    ["u8 x;", 7, 7],
    ["u8 x;", "007", 7],
    ["i32 x;", "-5", -5],
    ["u8 x;", 300, 300],
    ["u64 x;", "18446744073709551615", 18446744073709551615n],
    ["u64 x;", 9007199254740991, 9007199254740991n],
    ["u64 x;", 5n, 5n],
    ["i64 x;", "-9223372036854775808", -9223372036854775808n],
    ["f64 x;", 1.5, 1.5],
    ["f64 x;", "-Infinity", Number.NEGATIVE_INFINITY],
    ["f64 x;", "NaN", Number.NaN],
    ["bool x;", true, true],
    ["bool x;", 0, false],
    ["bool x;", 1, true],
    ["bool x[2];", [1, false], [true, false]],
    ["string x[4];", "héllo", "héllo"],
    ["string x[];", "", ""],
    ["u8 x[4];", "0A0bfF", Uint8Array.of(10, 11, 255)],
    ["u8 x[4];", "0x0a", Uint8Array.of(10)],
    ["u8 x[4];", "0X", new Uint8Array(0)],
    ["u8 x[4];", [0, 255], Uint8Array.of(0, 255)],
    ["u8 x[4];", Uint8Array.of(3), Uint8Array.of(3)],
    ["vl_api_key_t x;", "00", Uint8Array.of(0)],
    ["vl_api_key_t x[2];", ["00", [1]], [Uint8Array.of(0), Uint8Array.of(1)]],
    ["vl_api_interface_index_t x;", "4294967295", 4294967295],
    ["vl_api_pair_t x[1];", [[1, "2"]], [[1, 2]]],
    ["vl_api_rights_t x;", ["WRITE", "READ", 4], 7],
    ["vl_api_address_family_t x;", "ADDRESS_IP6", 1],
    ["vl_api_ip4_address_t x;", "192.0.2.1", "192.0.2.1"],
    ["vl_api_ip4_address_t x;", [192, 0, 2, 1], "192.0.2.1"],
    ["vl_api_ip6_address_t x;", "2001:DB8:0::1", "2001:db8::1"],
    ["vl_api_ip6_address_t x;", new Uint8Array(16), "::"],
    ["vl_api_mac_address_t x;", "02FE.0000.00ab", "02:fe:00:00:00:ab"],
    [
      "vl_api_mac_address_t x[2];",
      ["02-fe-00-00-00-ab", "02fe000000ab"],
      ["02:fe:00:00:00:ab", "02:fe:00:00:00:ab"],
    ],
    ["vl_api_ip4_prefix_t x;", "10.1.2.3/8", "10.1.2.3/8"],
    ["vl_api_ip4_prefix_t x;", { address: "10.1.2.3", len: "8" }, "10.1.2.3/8"],
    ["vl_api_ip6_prefix_t x;", { len: 64 }, "::/64"],
    ["vl_api_prefix_t x;", "2001:DB8::1", "2001:db8::1/128"],
    ["vl_api_prefix_t x;", { address: { un: "2001:DB8::1" }, len: 64 }, "2001:db8::1/64"],
    ["vl_api_prefix_t x;", { address: "10.0.0.0" }, "10.0.0.0/0"],
    ["vl_api_prefix_t x;", {}, "0.0.0.0/0"],
    ["vl_api_prefix_t x;", { address: "10.0.0.0", len: 40 }, { address: "10.0.0.0", len: 40 }],
    ["vl_api_prefix_t x;", "0::/130", "::/130"],
    ["vl_api_address_t x;", { af: "ADDRESS_IP6", un: { ip6: "::1" } }, "::1"],
    ["vl_api_address_t x;", { af: 0, un: { ip4: [1, 2, 3, 4] } }, "1.2.3.4"],
    ["vl_api_address_t x;", { un: { ip6: "::1" } }, "::1"],
    ["vl_api_address_t x;", { af: 1 }, "::"],
    ["vl_api_address_t x;", {}, "0.0.0.0"],
    [
      "vl_api_address_t x;",
      { af: 9, un: { ip4: "1.2.3.4", ip6: "102::" } },
      { af: 9, un: { ip4: "1.2.3.4", ip6: "102::" } },
    ],
    ["vl_api_address_t x;", { af: 9 }, { af: 9, un: {} }],
    ["vl_api_address_union_t x;", "1.2.3.4", { ip4: "1.2.3.4" }],
    ["vl_api_address_union_t x;", "::A", { ip6: "::a" }],
    ["vl_api_address_union_t x;", { ip4: "1.2.3.4", ip6: "::a" }, { ip4: "1.2.3.4", ip6: "::a" }],
    ["vl_api_address_union_t x;", {}, {}],
    ["u32 x;", undefined, undefined],
  ];
  for (const [declaration, json, value] of accepted) {
    const shown = JSON.stringify(json, (_, v: unknown) => (typeof v === "bigint" ? `${v}n` : v));
    it(`${declaration} ${shown}`, () => assert.deepEqual(convert(declaration, json), value));
  }

  const refused: [string, unknown, RegExp][] = [
    ["u8 x;", null, /^m: x: expected u8, a number or its digits in a string, got null$/],
    ["u8 x;", "0x10", /got "0x10"/],
    ["u8 x;", "1.5", /got "1\.5"/],
    ["u8 x;", "", /got ""/],
    ["u8 x;", true, /got true/],
    ["u8 x;", "1".repeat(33), /got "1{33}"/],
    ["u8 x;", "9".repeat(1000), /got "9{60}"…$/],
    [
      "u64 x;",
      2 ** 53,
      /a number is exact up to 2\^53 only, give the digits in a string, got 9007199254740992/,
    ],
    ["u64 x;", 1.5, /got 1\.5/],
    ["i64 x;", "1e3", /got "1e3"/],
    ["u64 x;", "9".repeat(100000), /got "9{60}"…$/],
    ["f64 x;", "1.5", /expected a number, "NaN", "Infinity" or "-Infinity", got "1\.5"/],
    ["bool x;", 2, /expected true or false, got 2/],
    ["bool x;", "true", /got "true"/],
    ["string x[4];", 5, /^m: x: expected a string, got 5/],
    ["u8 x[4];", "abc", /expected an even number of hex digits, got "abc"/],
    ["u8 x[4];", "0x0g", /expected hex digits, got "0x0g"/],
    ["u8 x[4];", "00 1", /expected hex digits/],
    ["u8 x[4];", [1, 256], /^m: x\[1\]: expected a byte, 0 to 255, got 256/],
    ["u8 x[4];", ["1"], /^m: x\[0\]: expected a byte/],
    ["u8 x[4];", 5, /expected bytes as a string of hex digits or an array of numbers, got 5/],
    ["u16 x[4];", "0001", /^m: x: expected an array, got "0001"/],
    ["u16 x[4];", [1, null], /^m: x\[1\]: expected u16/],
    ["u16 x[4];", { length: 2 }, /expected an array, got an object/],
    ["vl_api_ip4_address_t x;", "192.0.2", /^m: x: expected an IPv4 address, got "192\.0\.2"/],
    ["vl_api_ip4_address_t x;", "::1", /expected an IPv4 address/],
    ["vl_api_ip4_address_t x;", [1, 2, 3], /expected an IPv4 address, or its 4 bytes, got an array/],
    ["vl_api_ip4_address_t x;", [1, 2, 3, 256], /or its 4 bytes/],
    ["vl_api_ip4_address_t x;", [1, 2, 3, "4"], /or its 4 bytes/],
    ["vl_api_mac_address_t x;", "02:fe", /expected a MAC address, got "02:fe"/],
    ["vl_api_mac_address_t x;", 7, /expected a MAC address, or its 6 bytes, got 7/],
    ["vl_api_address_t x;", "1.2.3.4/8", /expected an IPv4 or IPv6 address, got/],
    ["vl_api_address_t x;", 1, /expected an IPv4 or IPv6 address, got 1/],
    ["vl_api_address_t x;", [1, 2, 3, 4], /expected an IPv4 or IPv6 address, got an array/],
    ["vl_api_address_t x;", { af: 0, un: { ip6: "::" } }, /^m: x\.un: af is ADDRESS_IP4, but ip6 is given/],
    [
      "vl_api_address_t x;",
      { af: "ADDRESS_IP6", un: "1.2.3.4" },
      /^m: x\.un: af is ADDRESS_IP6, but ip4 is given/,
    ],
    [
      "vl_api_address_t x;",
      { un: { ip4: "1.2.3.4", ip6: "::" } },
      /^m: x\.un: ip4 and ip6 are both given, and no af/,
    ],
    [
      "vl_api_address_t x;",
      { af: "IP4" },
      /^m: x\.af: expected ADDRESS_IP4, ADDRESS_IP6 or a number, got "IP4"/,
    ],
    ["vl_api_address_t x;", { un: { ip5: "::" } }, /^m: x\.un\.ip5: no such field, did you mean "ip4"\?/],
    ["vl_api_address_t x;", { un: { ip6: "1.2.3.4" } }, /^m: x\.un\.ip6: expected an IPv6 address/],
    ["vl_api_address_t x;", { un: 5 }, /^m: x\.un: expected an IPv4 or IPv6 address, got 5/],
    ["vl_api_prefix_t x;", "1.2.3.4/256", /expected an IPv4 or IPv6 prefix, got/],
    ["vl_api_prefix_t x;", "1.2.3/24", /expected an IPv4 or IPv6 prefix, got/],
    ["vl_api_prefix_t x;", { address: "1.2.3.4", length: 8 }, /^m: x\.length: no such field/],
    ["vl_api_prefix_t x;", { address: "1.2.3.4", len: "a" }, /^m: x\.len: expected u8/],
    ["vl_api_ip6_prefix_t x;", { address: "1.2.3.4" }, /^m: x\.address: expected an IPv6 address/],
    ["vl_api_address_union_t x;", "1.2.3", /^m: x: expected an IPv4 or IPv6 address/],
    ["vl_api_address_union_t x;", { ip: "1.2.3.4" }, /^m: x\.ip: no such field/],
  ];
  for (const [declaration, json, message] of refused) {
    const shown = JSON.stringify(json) ?? "";
    it(`refuses ${declaration} ${shown.slice(0, 60)}`, () => refuses(declaration, json, message));
  }
});

describe("structs from JSON", () => {
  const ROUTE = `
    typedef path { u8 weight; u32 table_id; };
    typedef route { vl_api_prefix_t prefix; u8 n_paths; vl_api_path_t paths[n_paths]; };`;

  it("leaves out what is left out", () => {
    assert.deepEqual(jsonToFields(messageOf("u32 a; u32 b [default=5];"), { a: 1 }), { a: 1 });
    assert.deepEqual(jsonToFields(messageOf("u32 a;"), {}), {});
    assert.deepEqual(convert("vl_api_route_t x;", { paths: [{ weight: 1 }, {}] }, ROUTE), {
      paths: [{ weight: 1 }, {}],
    });
  });

  it("has client_index and context where they are given", () => {
    assert.deepEqual(jsonToFields(messageOf("u32 a;"), { context: 1, client_index: 2 }), {
      context: 1,
      client_index: 2,
    });
  });

  it("names the path of what is wrong", () => {
    const json = { paths: [{}, { weight: "heavy" }] };
    refuses("vl_api_route_t x;", json, /^m: x\.paths\[1\]\.weight: expected u8/, ROUTE);
    refuses("vl_api_route_t x[2];", [{}, json], /^m: x\[1\]\.paths\[1\]\.weight: /, ROUTE);
    assert.throws(() => convert("vl_api_route_t x;", json, ROUTE), {
      path: "x.paths[1].weight",
      value: "heavy",
    });
  });

  it("refuses fields that are none", () => {
    refuses(
      "vl_api_route_t x;",
      { paths: [{ wieght: 1 }] },
      /^m: x\.paths\[0\]\.wieght: no such field, did you mean "weight"\?$/,
      ROUTE,
    );
    assert.throws(() => jsonToFields(messageOf("u32 a;"), { zzz: 1 }), {
      message: "m: zzz: no such field",
      path: "zzz",
    });
    assert.throws(() => jsonToFields(messageOf("u32 a;"), { _vl_msg_id: 1 }), /no such field/);
    assert.throws(
      () => jsonToFields(messageOf("u32 a;"), JSON.parse('{"__proto__": 1}')),
      /m: __proto__: no such field/,
    );
  });

  it("refuses what is no object", () => {
    for (const json of [null, [], "x", 5, undefined, new Uint8Array(1)]) {
      assert.throws(
        () => jsonToFields(messageOf("u32 a;"), json),
        /^VppEncodeError: m: expected an object, got /,
      );
    }
    refuses(
      "vl_api_route_t x;",
      { paths: [[]] },
      /^m: x\.paths\[0\]: expected an object, got an array/,
      ROUTE,
    );
  });

  it("drops counts, which must be right", () => {
    const message = messageOf("u32 n; u32 x[n];");
    assert.deepEqual(jsonToFields(message, { n: 2, x: [5, 6] }), { x: [5, 6] });
    assert.deepEqual(jsonToFields(message, { n: 0 }), {});
    assert.throws(() => jsonToFields(message, { n: 3, x: [5, 6] }), {
      path: "n",
      message: /is 3, but x has 2 elements/,
    });
    assert.throws(() => jsonToFields(message, { n: 1 }), {
      path: "n",
      message: /is 1, but x has 0 elements/,
    });
    const bytes = messageOf("u8 n; u8 x[n];");
    assert.deepEqual(jsonToFields(bytes, { n: "1", x: "ff" }), { x: Uint8Array.of(255) });
    const wide = messageOf("u64 n; u32 x[n];");
    assert.deepEqual(jsonToFields(wide, { n: "1", x: [5] }), { x: [5] });
  });
});

describe("unions from JSON", () => {
  // As JSON, since the language has no arm without a case beside others that have one.
  const file = {
    module: "test",
    enums: [["kind", ["NUMBER", 1], ["NAME", 2], ["NOTHING", 3], { enumtype: "u32" }]],
    unions: [
      [
        "choice",
        ["u32", "number", { case: "NUMBER" }],
        ["string", "name", 4, { case: "NAME" }],
        ["u8", "raw", 4],
      ],
    ],
    types: [["rule", ["vl_api_kind_t", "kind"], ["vl_api_choice_t", "choice", { discriminator: "kind" }]]],
    messages: [
      ["m", ["u16", "_vl_msg_id"], ["vl_api_rule_t", "x"], { crc: "0x00000001" }],
      ["m_reply", ["u16", "_vl_msg_id"], ["i32", "retval"], { crc: "0x00000002" }],
    ],
    vl_api_version: "0x1",
  };
  const message = linkSchema(readApiJson(file)).messages.get("m");
  assert.ok(message);
  const rule = (x: unknown) => jsonToFields(message, { x }).x;

  it("takes the arm that the discriminator selects", () => {
    assert.deepEqual(rule({ kind: "NAME", choice: { name: "a" } }), { kind: 2, choice: { name: "a" } });
    assert.deepEqual(rule({ kind: 1, choice: {} }), { kind: 1, choice: {} });
    assert.deepEqual(rule({ kind: 1 }), { kind: 1 });
  });

  it("decides a discriminator that is left out", () => {
    assert.deepEqual(rule({ choice: { name: "a" } }), { kind: 2, choice: { name: "a" } });
    assert.deepEqual(rule({ choice: {} }), { choice: {} });
  });

  it("takes any arms for a discriminator that selects none", () => {
    const choice = { number: 1, name: "a", raw: "00" };
    assert.deepEqual(rule({ kind: 3, choice }), { kind: 3, choice: { ...choice, raw: Uint8Array.of(0) } });
    assert.deepEqual(rule({ kind: 77, choice: { raw: "" } }), {
      kind: 77,
      choice: { raw: new Uint8Array(0) },
    });
  });

  it("refuses contradictions", () => {
    const refused: [unknown, RegExp][] = [
      [{ kind: "NAME", choice: { number: 1 } }, /^m: x\.choice: kind selects name, but number is given/],
      [{ kind: "NAME", choice: { name: "a", number: 1 } }, /kind selects name, but number is given/],
      [
        { choice: { name: "a", number: 1 } },
        /^m: x\.choice: number and name are given, and no kind to choose/,
      ],
      [{ choice: { raw: "00" } }, /^m: x\.choice: raw is selected by no kind, so give that too/],
      [{ kind: 1, choice: "5" }, /^m: x\.choice: expected an object, got "5"/],
    ];
    for (const [json, text] of refused) {
      assert.throws(() => rule(json), { code: "VPP_ENCODE", message: text });
    }
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VppDefinitionError } from "../../errors/index.ts";
import { writeApiJson } from "../json/write.ts";
import { compileApi } from "./compile.ts";

/** Files by their import path; the first is compiled. */
function compile(files: Readonly<Record<string, string>> | string) {
  const all: Readonly<Record<string, string>> = typeof files === "string" ? { "a.api": files } : files;
  const [file, text] = Object.entries(all)[0] as [string, string];
  return compileApi(text, {
    file,
    resolveImport: (path) => {
      const found = all[path];
      return found === undefined ? { tried: [`x/${path}`, `y/${path}`] } : { file: path, text: found };
    },
  });
}

const json = (files: Parameters<typeof compile>[0]) => JSON.parse(writeApiJson(compile(files)));

function refusal(files: Parameters<typeof compile>[0]): string {
  try {
    compile(files);
  } catch (error) {
    assert.ok(error instanceof VppDefinitionError, String(error));
    return error.message;
  }
  return assert.fail("accepted");
}

const PING = "autoreply define ping { u32 client_index; u32 context; };\n";

describe("messages", () => {
  test("of VPP's control_ping and show_version have the CRCs that VPP has", () => {
    const { messages } = compile(`
      define control_ping { u32 client_index; u32 context; };
      define control_ping_reply { u32 context; i32 retval; u32 client_index; u32 vpe_pid; };
      define show_version { u32 client_index; u32 context; };
      define show_version_reply { u32 context; i32 retval; string program[32]; string version[32];
        string build_date[32]; string build_directory[256]; };`);
    assert.deepEqual(
      messages.map((m) => [m.name, m.crc]),
      [
        ["control_ping", "51077d14"],
        ["control_ping_reply", "f6b0b8ca"],
        ["show_version", "51077d14"],
        ["show_version_reply", "c919bde1"],
      ],
    );
  });

  test("with autoreply are followed by their reply, which has their options", () => {
    const { messages, services } = json(
      'autoreply define a { u32 client_index; option deprecated; u32 context; option status="x"; };',
    );
    assert.deepEqual(messages, [
      [
        "a",
        ["u16", "_vl_msg_id"],
        ["u32", "client_index"],
        ["u32", "context"],
        { crc: "0x51077d14", options: { deprecated: null, status: "x" } },
      ],
      [
        "a_reply",
        ["u16", "_vl_msg_id"],
        ["u32", "context"],
        ["i32", "retval"],
        { crc: "0xe8d4e804", options: { deprecated: null, status: "x" } },
      ],
    ]);
    assert.deepEqual(services, { a: { reply: "a_reply" } });
  });

  test("take options of fields as they are written, true as a word", () => {
    const { messages } =
      json(`autoreply define a { u32 x [default=true, limit=0x10 k]; bool y [default=false];
      f64 z [default=1.0 unit=type]; u8 n; u8 data[n]; };`);
    assert.deepEqual(messages[0].slice(2, 7), [
      ["u32", "x", { default: "true", limit: 16, k: null }],
      ["bool", "y", { default: false }],
      ["f64", "z", { default: 1, unit: "type" }],
      ["u8", "n"],
      ["u8", "data", 0, "n"],
    ]);
  });

  test("leave backwards compatible members out of their CRC, not out of the definition", () => {
    const crc = (more: string) =>
      compile(`enum e { A, B = 5, ${more} }; autoreply define a { vl_api_e_t e; };`).messages[0]?.crc;
    assert.equal(crc("C [backwards_compatible],"), crc(""));
    assert.notEqual(crc("C,"), crc(""));
    assert.deepEqual(json("enum e : u8 { A, B = 5, C [backwards_compatible], };").enums, [
      ["e", ["A", 0], ["B", 5], ["C", 6], { enumtype: "u8" }],
    ]);
  });
});

describe("comments", () => {
  const comment = (text: string) => compile(text).messages[0]?.comment ?? null;
  const typeComment = (text: string) => compile(text).types[0]?.comment ?? null;

  test("belong to the message or struct on the next line or the same", () => {
    assert.equal(comment(`/* c */\n${PING}`), "/* c */");
    assert.equal(comment(`// c\n${PING}`), "// c");
    assert.equal(comment(`/* a */ /* b\n c */ ${PING}`), "/* b\n c */");
    assert.equal(comment(`/* c */\n\n${PING}`), null);
    assert.equal(typeComment("/* c */\ntypedef t { u8 x; };"), "/* c */");
    assert.equal(typeComment("/* c */\ntypedef u8 t;"), null);
  });

  test("count by the line of the keyword, in a struct with flags by that of the name", () => {
    assert.equal(comment("/* c */\nautoreply\ndefine a { u8 x; };"), null);
    assert.equal(comment("/* c */\ndont_trace autoreply define\n\na { u8 x; };"), "/* c */");
    assert.equal(typeComment("/* c */\ntypedef\n\nt { u8 x; };"), "/* c */");
    assert.equal(typeComment("/* c */\nmanual_print typedef\nt { u8 x; };"), null);
  });

  test("are given once, pass over enums on their line, and may stand anywhere", () => {
    assert.equal(compile(`/* c */ ${PING.trim()} autoreply define b { u8 x; };`).messages[2]?.comment, null);
    assert.equal(comment(`/* c */ enum e { A, }; ${PING}`), "/* c */");
    const inside = "define /* a */ m /* b */ { u8 /* c */ x; // d\n /* e */ }; define m_reply { u8 y; };";
    assert.equal(comment(inside), null);
  });
});

describe("imports", () => {
  const files = {
    "a.api": 'import "b.api";\nimport "c.api";\nautoreply define m { vl_api_t_t t; };',
    "b.api": 'option version = "1.0.0"; import "c.api"; typedef vl_api_u_t t; autoreply define no { u8 x; };',
    "c.api": "enum u : u8 { A, };",
  };

  test("bring types, once for each import, in VPP's order; nothing else", () => {
    const module = json(files);
    assert.deepEqual(module.imports, ["b.api", "c.api", "c.api"]);
    assert.deepEqual(module.enums.length, 2);
    assert.deepEqual(module.aliases, { t: { type: "vl_api_u_t" } });
    assert.deepEqual(module.options, {});
    assert.deepEqual(
      module.messages.map((m: unknown[]) => m[0]),
      ["m", "m_reply"],
    );
  });

  test("that don't exist or go in circles are refused where they are written", () => {
    assert.equal(
      refusal('\n import "z.api";'),
      'a.api:2:9: import "z.api": no such file; looked for x/z.api, y/z.api; `include` names more folders',
    );
    const circle = { "a.api": 'import "b.api";', "b.api": 'import "a.api";' };
    assert.match(refusal(circle), /^b\.api:1:8: a file can't import itself: a\.api → b\.api → a\.api$/);
  });

  test("carry their own places into errors", () => {
    assert.equal(
      refusal({ "a.api": 'import "b.api";', "b.api": "typedef t {\n foo x; };" }),
      "b.api:2:2: undefined type foo",
    );
  });
});

describe("services", () => {
  test("stated come first, then the inferred", () => {
    const { services } = json(`${PING}
      define x_dump { u32 context; }; define x_details { u32 context; };
      define y_get { u32 context; }; define y_get_reply { u32 context; }; define y_details { u32 context; };
      autoreply define want_e { u32 context; }; define ev { u32 pid; };
      define z { u8 a; };
      service { rpc y_get returns y_get_reply stream y_details; rpc z returns null; };
      service { rpc want_e returns want_e_reply events ev, ; };`);
    assert.deepEqual(Object.entries(services), [
      ["y_get", { reply: "y_get_reply", stream: true, stream_msg: "y_details" }],
      ["z", { reply: "null" }],
      ["want_e", { reply: "want_e_reply", events: ["ev"] }],
      ["ping", { reply: "ping_reply" }],
      ["x_dump", { reply: "x_details", stream: true }],
    ]);
  });
});

test("counters and paths have the shapes of VPP's JSON", () => {
  const { counters, paths } = json(`
    counters c { a { severity error; type counter64; units "packets"; description "d"; }; b { units "u"; }; };
    paths { "/one" "c"; };
    paths { "/a" "c"; "/b" "c"; };`);
  assert.deepEqual(counters, [
    {
      name: "c",
      elements: [
        { name: "a", severity: "error", type: "counter64", units: "packets", description: "d" },
        { name: "b", units: "u" },
      ],
    },
  ]);
  assert.deepEqual(paths, [
    { path: "/one", counter: "c" },
    [
      { path: "/a", counter: "c" },
      { path: "/b", counter: "c" },
    ],
  ]);
});

describe("what VPP's compiler refuses is refused at the token", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /^a\.api:1:1: expected a statement, found the end of the file/],
    ["define a { u8 x; }", /^a\.api:1:19: expected ";", found the end/],
    ["define a {\n};", /^a\.api:2:1: expected a type, found "}"/],
    ["define a { option b; };", /a\.api:1:8: a: has no fields/],
    ["typedef t {\n  u8 x;\n  option a;\n};", /^a\.api:3:10: t: a type has no options/],
    ["define a { u8 9x; };", /^a\.api:1:15: expected the name of a field, found "9"/],
    ["define a { u8 falsehood; };", /^a\.api:1:15: expected the name/],
    ["define a { string s; };", /^a\.api:1:19: a\.s: a string needs a length/],
    ["define a { u8 x[]; };", /^a\.api:1:15: a\.x: only a string/],
    ["define a { u8 x[n]; };", /^a\.api:1:17: x: its length is in n, which is no field before it/],
    ["define a { u8 n[2]; u8 x[n]; };", /its length is in n, which is no field/],
    ["define a { u8 n; u8 x[n]; u8 y; };", /^a\.api:1:21: a\.x: is of variable length/],
    ["define a { string x[]; u8 y; };", /a\.x: is of variable length/],
    ["typedef t { string s[]; }; define a { vl_api_t_t t; u8 y; };", /a\.t: is of variable length/],
    ["define a { u8 import; };", /expected the name of a field, found "import"/],
    ["define a { u8 class; };", /a\.class: is a keyword of Python/],
    ["define a { u8 x; u8 x; };", /^a\.api:1:21: a\.x: a second field/],
    ["define a { u8 x[1.5]; };", /1\.5 is no length/],
    ["define a { u8 x[-1]; };", /-1 is no length/],
    ["define a { u8 x[a, b]; };", /expected an option or "]", found ","/],
    ["define a { vl_api_t_t x; };", /^a\.api:1:12: undefined type vl_api_t_t/],
    ["typedef t { vl_api_t_t x; };", /undefined type vl_api_t_t/],
    ["typedef u8 t;\nenum t { A, };", /^a\.api:2:6: type t is already declared in a\.api:1:12/],
    ["enum e { A };", /^a\.api:1:12: expected ",", found "}"/],
    ["enum e { };", /expected a member/],
    ["enum e : u64 { A, };", /expected one of u8/],
    ["enumflag e : i8 { A, };", /expected one of u8, u16, u32, found "i8"/],
    ["enumflag e { A = 3, };", /e\.A: a member of an enumflag has one bit/],
    ["enum e { A [backwards_compatible], B, };", /e\.B: follows a backwards_compatible/],
    ["enum e { A, A, };", /e\.A: a second member/],
    ["service { rpc a returns a; };", /^a\.api:1:25: a: a message can't be its own reply/],
    ["service { rpc a returns b; };", /^a\.api:1:11: service a: no message a/],
    [`${PING}service { rpc ping returns q; };`, /service ping: no message q/],
    [`${PING}service { rpc ping returns ping_reply events e; };`, /service ping: no message e/],
    ["define a { u8 x; };", /^a\.api:1:8: a: no message a_reply/],
    ["define a_reply { u8 x; };", /a_reply: no message a that/],
    ["define a_dump { u8 x; };", /a_dump: no message a_details/],
    ["define a_details { u8 x; };", /a_details: no message a_dump or a_get/],
    [
      "define a_get { u8 x; }; define a_get_reply { u8 x; }; define a_details { u8 x; };",
      /a_get: has a_details/,
    ],
    [`${PING}${PING}`, /^a\.api:2:18: message ping is already declared in a\.api:1:18/],
    ["dont_trace option a;", /^a\.api:1:12: expected "define", "typedef" or "union"/],
    ["typedef bool;", /expected the name of a field, found ";"/],
  ];
  for (const [text, expected] of cases)
    test(JSON.stringify(text), () => assert.match(refusal(text), expected));
});

describe("tagged unions", () => {
  const file = (arms: string, fields = "vl_api_k_t k; vl_api_un_t un [discriminator=k];") =>
    `enum k { A, B, }; union un { ${arms} }; typedef t { ${fields} };`;

  test("name a case of the discriminator's enum for each arm", () => {
    assert.equal(compile(file("u8 a [case=A]; u16 b [case=B];")).types.length, 3);
    assert.match(refusal(file("u8 a [case=A]; u16 b;")), /arm b has no case/);
    assert.match(refusal(file("u8 a [case=C];")), /C is no member of enum k/);
    assert.match(refusal(file("u8 a [case=A]; u16 b [case=A];")), /a second case A/);
  });

  test("have their discriminator before them, of an enum", () => {
    const arms = "u8 a [case=A];";
    assert.match(
      refusal(file(arms, "vl_api_un_t un [discriminator=k]; vl_api_k_t k;")),
      /its discriminator k is no field/,
    );
    assert.match(refusal(file(arms, "u8 k; vl_api_un_t un [discriminator=k];")), /which is no enum/);
    assert.match(refusal(file(arms, "vl_api_k_t k; u8 un [discriminator=k];")), /u8 is no union/);
  });
});

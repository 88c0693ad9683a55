import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileApi, linkSchema } from "../../../schema/index.ts";
import { lint } from "./rules.ts";

/** What is found in a source, without what every short one has: no version, no comment. */
function findings(text: string, file = "m.api"): string[] {
  return lint(linkSchema([compileApi(text, { file })]))
    .filter(({ rule }) => rule !== "no-version" && rule !== "no-comment")
    .map(({ level, rule, name, source }) => `${level} ${rule} ${name}:${source.line}`);
}

const ASK = "u32 client_index; u32 context;";
const good = `option version = "1.0.0";
/** \\brief Does it
    @param client_index - sender
    @param x - what */
autoreply define do_it { ${ASK} u8 x; };`;

describe("api lint", () => {
  it("finds nothing where nothing is wrong", () => {
    assert.deepEqual(lint(linkSchema([compileApi(good, { file: "m.api" })])), []);
  });

  it("says where a finding is, and what is wrong", () => {
    const [found, ...others] = lint(
      linkSchema([compileApi(good.replace("param x", "param y"), { file: "m.api" })]),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(found, {
      level: "warning",
      rule: "unknown-param",
      module: "m",
      name: "do_it",
      text: "describes y, which is no field",
      source: { file: "m.api", line: 5, column: 18 },
    });
  });

  const cases: readonly [string, string, readonly string[]][] = [
    ["no client index", "autoreply define a { u32 context; };", ["error no-client-index a:1"]],
    [
      "no context",
      `define a { u32 client_index; }; define a_reply { i32 retval; };`,
      ["error no-context a:1", "error no-context a_reply:1"],
    ],
    ["neither, where nothing is answered", "service { rpc a returns null; }; define a { u8 x; };", []],
    ["no retval", `define a { ${ASK} }; define a_reply { u32 context; };`, ["warning no-retval a_reply:1"]],
    [
      "a retval of another type",
      `define a { ${ASK} };\ndefine a_reply { u32 context; u32 retval; };`,
      ["error retval-type a_reply:2"],
    ],
    [
      "a dump with one answer",
      `service { rpc a_dump returns a_dump_reply; }; autoreply define a_dump { ${ASK} };`,
      ["error dump-without-stream a_dump:1"],
    ],
    [
      "a dump whose details are events",
      `service { rpc a_dump_v2 returns a_dump_v2_reply events a_details_v2; };
       autoreply define a_dump_v2 { ${ASK} }; define a_details_v2 { u32 context; };`,
      ["error dump-as-events a_dump_v2:2"],
    ],
    [
      "details without context",
      `define a_dump { ${ASK} };\ndefine a_details { u8 x; };`,
      ["error no-context a_details:2"],
    ],
    [
      "events that can't be turned off",
      `service { rpc want_a returns want_a_reply events a_event; };
       autoreply define want_a { ${ASK} }; define a_event { u32 client_index; };`,
      ["warning want-without-switch want_a:2"],
    ],
    [
      "nothing replaces it",
      `autoreply define a { option deprecated; ${ASK} };`,
      ["warning no-replacement a:1"],
    ],
    [
      "what replaces it is missing, in the only file",
      `autoreply define a { option deprecated; option replaced_by="a_v2"; ${ASK} };`,
      ["warning replacement-missing a:1"],
    ],
    [
      "what replaces it is in progress",
      `option version = "1.0.0";
       autoreply define a { option deprecated; option replaced_by="a_v2"; ${ASK} };
       autoreply define a_v2 { option in_progress; ${ASK} };`,
      ["error replacement-unstable a:2"],
    ],
    [
      "the same in a file that promises nothing",
      `option version = "0.1.0";
       autoreply define a { option deprecated; option replaced_by="a_v2"; ${ASK} };
       autoreply define a_v2 { option in_progress; ${ASK} };`,
      [],
    ],
    [
      "what replaces it is deprecated",
      `autoreply define a { option replaced_by="a_v2"; ${ASK} };
       autoreply define a_v2 { option deprecated; option replaced_by="a"; ${ASK} };`,
      ["warning replacement-deprecated a:1"],
    ],
    [
      "a status of old",
      `autoreply define a { option status="in_progress"; ${ASK} };`,
      ["warning old-status a:1"],
    ],
    [
      "enums",
      `enum e : u8 { A = 1, B = 1, };\nenum f : u8 { X = 1, Y = 4, };
       autoreply define a { ${ASK} vl_api_e_t e; vl_api_f_t f; };`,
      ["warning same-value e:1"],
    ],
    [
      "a type of no use",
      `typedef t { u8 x; };\ntypedef used { u8 x; };\nautoreply define a { ${ASK} vl_api_used_t t[2]; };`,
      ["warning unused-type t:1"],
    ],
    ["types alone are there for others", "typedef t { u8 x; };", []],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.deepEqual(findings(text), expected));
  }

  it("asks for a version and for comments", () => {
    const found = lint(linkSchema([compileApi(`autoreply define a { ${ASK} };`, { file: "m.api" })]));
    assert.deepEqual(
      found.map(({ rule, name }) => [rule, name]),
      [
        ["no-version", "m"],
        ["no-comment", "a"],
      ],
    );
  });

  it("lets the messages that make a session be as they are", () => {
    assert.deepEqual(findings("autoreply define a { u8 x; };", "memclnt.api"), []);
  });

  it("knows what other files have", () => {
    const file = (name: string, text: string) => compileApi(text, { file: `${name}.api` });
    const gone = `autoreply define a { option replaced_by="b"; ${ASK} };`;
    const rules = (other: string): string[] =>
      lint(linkSchema([file("one", gone), file("two", other)]))
        .filter(({ rule }) => rule.startsWith("replacement"))
        .map(({ level, rule }) => `${level} ${rule}`);
    assert.deepEqual(rules(`autoreply define b { ${ASK} };`), []);
    assert.deepEqual(rules(`autoreply define c { ${ASK} };`), ["error replacement-missing"]);
  });
});

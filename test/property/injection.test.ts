// Definitions come from files and from whatever answers on a socket. Whatever they hold, at whatever place: they are
// taken as what they say or refused, and none of it is run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { transform } from "esbuild";
import { codecsOf, fieldsToJson, jsonToFields, Source, Writer } from "../../src/codec/index.ts";
import * as runtime from "../../src/codec/runtime/index.ts";
import { generate } from "../../src/codegen/index.ts";
import { VppError } from "../../src/errors/index.ts";
import { compileApi, linkSchema, readApiJson, type Schema } from "../../src/schema/index.ts";

const RUN = "globalThis.vppTsPwned = true";
const PAYLOADS = [
  `";${RUN};"`,
  `';${RUN};'`,
  `\`\${${RUN}}\``,
  `\\";${RUN};//`,
  `*/${RUN};/*`,
  `*\\/${RUN};/*`,
  `x\n${RUN}\n`,
  `x\r${RUN}\r`,
  `x\u2028${RUN}\u2029`,
  `a;${RUN}`,
  `a=(${RUN})`,
  `](${RUN})[`,
  `\0${RUN}`,
  "../../x",
  "/etc/passwd",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "then",
  "return",
  "",
];

const PROTOTYPE = Reflect.ownKeys(Object.prototype).sort();

/** A definition with something at every place that has a place. */
const BASE = {
  module: "m",
  types: [
    [
      "pair",
      ["u8", "left", { default: 3 }],
      ["string", "right", 8, { limit: 7 }],
      { crc: "0x1", comment: "/* pair */" },
    ],
    ["list", ["u8", "n"], ["vl_api_pair_t", "of", 0, "n"]],
  ],
  unions: [["either", ["u32", "number"], ["vl_api_pair_t", "two", { case: "B" }]]],
  enums: [["kind", ["A", 1], ["B", 2], { enumtype: "u8" }]],
  enumflags: [["bits", ["X", 1], ["Y", 2], { enumtype: "u32" }]],
  aliases: { index: { type: "u32" }, six: { type: "u8", length: 6 } },
  messages: [
    [
      "ask",
      ["u16", "_vl_msg_id"],
      ["u32", "client_index"],
      ["u32", "context"],
      ["vl_api_kind_t", "kind", { default: 2 }],
      ["vl_api_either_t", "un", { discriminator: "kind" }],
      ["bool", "on", { default: "true" }],
      ["vl_api_six_t", "mac"],
      ["string", "name", 0],
      {
        crc: "0x12345678",
        options: { deprecated: "24.02", replaced_by: "ask_v2" },
        comment: "/** ask\n @param kind - which */",
      },
    ],
    [
      "ask_reply",
      ["u16", "_vl_msg_id"],
      ["u32", "context"],
      ["i32", "retval"],
      ["vl_api_list_t", "list"],
      { crc: "0x12345679", options: {} },
    ],
    [
      "want_news",
      ["u16", "_vl_msg_id"],
      ["u32", "client_index"],
      ["u32", "context"],
      ["u32", "enable_disable"],
      ["u32", "pid"],
      { crc: "0x1234567a", options: {} },
    ],
    ["want_news_reply", ["u16", "_vl_msg_id"], ["u32", "context"], ["i32", "retval"], { crc: "0x1234567b" }],
    [
      "news",
      ["u16", "_vl_msg_id"],
      ["u32", "client_index"],
      ["vl_api_bits_t", "bits"],
      { crc: "0x1234567c" },
    ],
  ],
  services: { ask: { reply: "ask_reply" }, want_news: { reply: "want_news_reply", events: ["news"] } },
  options: { version: "1.2.3", name: "m" },
  vl_api_version: "0x1",
  imports: ["vnet/ip/ip_types.api"],
  counters: [
    { name: "c", elements: [{ name: "e", severity: "error", type: "u64", units: "p", description: "d" }] },
  ],
  paths: [[{ path: "/if/x", counter: "c" }]],
};

const SOURCE = `option version = "1.2.3";
/* a comment */
import "base.api";
enum kind : u8 { A = 1, B = 2, };
typedef pair { u8 left [default=3]; string right[8]; };
union either { u32 number; vl_api_pair_t two; };
typedef u32 index;
/** \\brief asks
    @param kind - which */
define ask { option deprecated="24.02"; u32 client_index; u32 context; vl_api_kind_t kind [default=2];
  u8 n; vl_api_pair_t pairs[n]; };
define ask_reply { u32 context; i32 retval; vl_api_index_t index; };
autoreply define want_news { u32 client_index; u32 context; u32 enable_disable; u32 pid; };
define news { u32 client_index; bool on [default=true]; };
service { rpc want_news returns want_news_reply events news; };
counters c { e { severity error; type counter64; units "packets"; description "d"; }; };
paths { "/if/x" "c"; };
`.replace('import "base.api";\n', "");

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The same with one string, number or key of it replaced, for every one there is. */
function* replaced(value: Json, by: string): Generator<Json> {
  if (typeof value === "string" || typeof value === "number") yield by;
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      for (const other of replaced(item, by)) yield value.with(i, other);
    }
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    for (const [i, [key, item]] of entries.entries()) {
      yield Object.fromEntries(entries.with(i, [by, item]));
      for (const other of replaced(item, by)) yield Object.fromEntries(entries.with(i, [key, other]));
    }
  }
}

/** `JSON.parse` makes `__proto__` a property; a literal or an assignment would not. */
function text(value: Json): string {
  return JSON.stringify(value);
}

/** Generated text that is run, and how often. */
const pending: ReadonlyMap<string, string>[] = [];
let count = 0;

/** Everything that makes code or text of a schema. */
function exercise(schema: Schema): void {
  const codecs = codecsOf(schema);
  for (const [name, message] of schema.messages) {
    attempt(() => {
      const codec = codecs.message(name);
      assert.ok(codec);
      const w = new Writer(256);
      codec.encode(w, {}, 1, 2, 3);
      const bytes = Buffer.from(w.take());
      const fields = codec.decode(new Source(bytes, 0, bytes.length));
      jsonToFields(message, JSON.parse(JSON.stringify(fieldsToJson(message, fields))));
    });
  }
  for (const caller of schema.services.keys()) attempt(() => codecs.exchange(caller));
  attempt(() => {
    const files = generate(schema, { extension: ".ts" });
    for (const name of files.keys()) assert.match(name, /^[A-Za-z0-9_]+\.ts$/);
    // Those that the text has reached, and some of the others.
    const reached = [...files.values()].some((source) => source.includes("vppTsPwned"));
    if (reached || ++count % 20 === 0) pending.push(files);
  });
}

/** Runs generated modules as they are. */
async function runGenerated(files: ReadonlyMap<string, string>): Promise<void> {
  const modules = new Map<string, object>();
  const codes = new Map<string, string>();
  for (const [name, source] of files) {
    codes.set(`./${name}`, (await transform(source, { loader: "ts", format: "cjs" })).code);
  }
  const load = (name: string): object => {
    if (name === "vpp-ts/codec/runtime") return runtime;
    const known = modules.get(name);
    if (known !== undefined) return known;
    const module = { exports: {} };
    modules.set(name, module.exports);
    new Function("require", "module", "exports", codes.get(name) ?? "")(load, module, module.exports);
    modules.set(name, module.exports);
    return module.exports;
  };
  load("./index.ts");
}

/** Only the library's own errors: a SyntaxError would say that text had become code. */
function attempt(what: () => unknown): void {
  try {
    what();
  } catch (error) {
    if (!(error instanceof VppError)) throw error;
  }
}

function unharmed(): void {
  assert.equal(Reflect.get(globalThis, "vppTsPwned"), undefined, "text from a definition was run");
  assert.deepEqual(Reflect.ownKeys(Object.prototype).sort(), PROTOTYPE);
  assert.equal(Reflect.get({}, "polluted"), undefined);
}

describe("hostile definitions", () => {
  it("as JSON are taken or refused, and nothing in them is run", async () => {
    let taken = 0;
    let refused = 0;
    for (const payload of PAYLOADS) {
      for (const json of replaced(BASE, payload)) {
        attempt(() => {
          refused++;
          const schema = linkSchema(readApiJson(text(json), { source: "hostile.api.json" }));
          exercise(schema);
          taken++;
          refused--;
        });
        unharmed();
      }
    }
    assert.ok(taken > 500 && refused > 500, `${taken} taken, ${refused} refused`);
    assert.ok(pending.length > 50, `${pending.length} generated`);
    for (const files of pending.splice(0)) await runGenerated(files);
    unharmed();
  });

  it("as .api text are taken or refused, and nothing in them is run", async () => {
    assert.equal(linkSchema([compileApi(SOURCE, { file: "whole.api" })]).messages.size, 5);
    const words = SOURCE.split(/(\w+|"[^"]*"|\/\*.*?\*\/)/s);
    for (const payload of PAYLOADS) {
      for (let i = 1; i < words.length; i += 2) {
        const quoted = words[i]?.startsWith('"') ? `"${payload}"` : payload;
        const inComment = words[i]?.startsWith("/*") ? `/* ${payload} */` : quoted;
        attempt(() => {
          exercise(linkSchema([compileApi(words.with(i, inComment).join(""), { file: "hostile.api" })]));
        });
        unharmed();
      }
    }
    for (const files of pending.splice(0)) await runGenerated(files);
    unharmed();
  });

  it("with the name of a file that isn't one are refused or named harmlessly", () => {
    const { module: _, ...nameless } = BASE;
    for (const payload of PAYLOADS) {
      attempt(() => exercise(linkSchema(readApiJson(text(nameless), { source: `${payload}.api.json` }))));
      unharmed();
    }
    pending.length = 0;
  });
});

describe("hostile values", () => {
  it("in JSON reach no prototype", () => {
    const schema = linkSchema(readApiJson(text(BASE), { source: "base.api.json" }));
    const message = schema.messages.get("ask");
    assert.ok(message);
    const codec = codecsOf(schema).message("ask");
    assert.ok(codec);
    for (const json of [
      '{"__proto__": {"polluted": 1}}',
      '{"constructor": {"prototype": {"polluted": 1}}}',
      '{"un": {"__proto__": {"polluted": 1}}}',
      '{"un": {"two": {"__proto__": {"polluted": 1}, "constructor": 1}}}',
      '{"kind": "__proto__"}',
      '{"kind": "constructor"}',
      '{"un": {"constructor": 1}}',
    ]) {
      attempt(() => jsonToFields(message, JSON.parse(json)));
      attempt(() => codec.encode(new Writer(64), JSON.parse(json), 1, 2, 3));
      assert.throws(() => codec.encode(new Writer(64), JSON.parse(json), 1, 2, 3), VppError, json);
      assert.throws(() => jsonToFields(message, JSON.parse(json)), VppError, json);
      unharmed();
    }
  });
});

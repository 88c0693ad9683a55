import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileApi } from "../api/compile.ts";
import { messageCrc } from "../crc/model.ts";
import type { ApiFile } from "../file/declarations.ts";
import { readApiJson } from "../json/read.ts";
import { writeApiJson } from "../json/write.ts";
import { linkSchema } from "./link.ts";
import { replyOf, serviceOf } from "./lookup.ts";

const LIB: Readonly<Record<string, string>> = {
  "t.api": "enum e : u8 { A, B, }; typedef t { vl_api_e_t e; u32 x [default=7]; };",
  "u.api": 'import "t.api"; typedef u8 addr[4]; typedef u { vl_api_t_t t; vl_api_addr_t a; };',
  "a.api": 'import "u.api"; /* asks */\nautoreply define a { u32 context; u8 n; vl_api_u_t us[n]; };',
  "b.api": 'option version = "2.1.0"; import "u.api"; autoreply define b { vl_api_addr_t a; };',
};

const source = (file: string, text = LIB[file] ?? "") =>
  compileApi(text, { file, resolveImport: (path) => ({ file: path, text: LIB[path] ?? "" }) });
const asJson = (file: string): ApiFile =>
  readApiJson(writeApiJson(source(file)), { source: `${file}.json` })[0] as ApiFile;

function assertFrozen(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  assert.ok(Object.isFrozen(value), JSON.stringify(value));
  for (const part of Object.values(value)) assertFrozen(part, seen);
}

describe("a schema", () => {
  const files = ["a.api", "b.api", "u.api", "t.api"];

  test("resolves references to the very nodes", () => {
    const schema = linkSchema(files.map((file) => source(file)));
    const message = schema.messages.get("a");
    const us = message?.fields[2];
    assert.equal(us?.type, schema.types.get("u"));
    assert.deepEqual(us?.array, { kind: "counted", count: "n" });
    assert.equal(message?.fields[1]?.countOf, "us");
    assert.equal(message?.comment, "/* asks */");
    assert.equal(schema.messages.get("a"), message);
    assert.equal(schema.messages.get("none"), undefined);
  });

  test("keeps the order of files, and is frozen throughout", () => {
    const schema = linkSchema(files.map((file) => source(file)));
    assert.deepEqual([...schema.messages.keys()], ["a", "a_reply", "b", "b_reply"]);
    assert.deepEqual([...schema.types.keys()], ["e", "t", "addr", "u"]);
    assert.equal(schema.modules.size, 4);
    assert.ok(Object.isFrozen(schema));
    for (const map of [schema.modules, schema.messages, schema.types, schema.services]) {
      assert.ok(Object.isFrozen(map));
      for (const [, node] of map) assertFrozen(node);
    }
  });

  test("is the same from sources and from JSON, but for places", () => {
    const plain = (input: ApiFile[]) => {
      const { modules, messages, types, services } = linkSchema(input);
      return [modules, messages, types, services].map((map) =>
        [...map.values()]
          .map((node) => JSON.stringify(node, (key, v) => (key === "source" ? undefined : v)))
          .sort(),
      );
    };
    assert.deepEqual(plain(files.map(asJson)), plain(files.map((file) => source(file))));
    assert.deepEqual(plain(files.flatMap((file) => [source(file), asJson(file)])), plain(files.map(asJson)));
  });

  test("says what version a module has and what it imports", () => {
    const module = linkSchema([asJson("b.api")]).modules.get("b");
    assert.equal(module?.version, "2.1.0");
    assert.deepEqual(module?.imports, ["u.api", "t.api"]);
    assert.deepEqual(module?.messages, ["b", "b_reply"]);
  });

  test("works out CRCs again", () => {
    for (const message of linkSchema(files.map(asJson)).messages.values()) {
      assert.equal(messageCrc(message), message.crc, message.name);
    }
  });

  test("finds replies", () => {
    const schema = linkSchema([source("a.api")]);
    assert.equal(serviceOf(schema, "a")?.reply, "a_reply");
    assert.equal(replyOf(schema, "a"), schema.messages.get("a_reply"));
    assert.equal(replyOf(schema, "a_reply"), null);
  });
});

describe("a type's module", () => {
  const owners = (files: ApiFile[]) =>
    Object.fromEntries([...linkSchema(files).types.values()].map((t) => [t.name, t.module]));

  test("is the one that declares it", () => {
    assert.deepEqual(owners([source("a.api")]), { e: "t", t: "t", addr: "u", u: "u" });
    assert.deepEqual(owners(["a.api", "b.api", "u.api", "t.api"].map(asJson)), {
      e: "t",
      t: "t",
      addr: "u",
      u: "u",
    });
  });

  test("is told by those that have it, where the module itself is missing", () => {
    const more = readApiJson({
      module: "c",
      types: [
        ["own", ["u8", "x"]],
        ["t", ["vl_api_e_t", "e"], ["u32", "x", { default: 7 }]],
      ],
      enums: [["e", ["A", 0], ["B", 1], { enumtype: "u8" }]],
      messages: [],
      imports: ["t.api"],
    });
    const { own, t, u } = owners([asJson("a.api"), asJson("b.api"), ...more]);
    assert.deepEqual({ own, t, u }, { own: "c", t: "t", u: "u" });
  });

  test("is else the one where it is met first", () => {
    assert.equal(owners([asJson("a.api")]).t, "a");
  });
});

describe("contradictions name both places", () => {
  const file = (name: string, text: string) => compileApi(text, { file: name });
  const link = (...texts: string[]) => linkSchema(texts.map((text, i) => file(`f${i}.api`, text)));

  test("between types", () => {
    assert.throws(() => link("typedef t { u8 x; };", "typedef t { u16 x; };"), {
      message: "f1.api:1:9: type t is declared differently in f0.api:1:9",
    });
    assert.throws(() => link("typedef t { u8 x; };", "typedef u8 t;"), /f1\.api:1:12: type t .* f0\.api:1:9/);
    assert.throws(() => link("enum t { A, };", "enumflag t { A, };"), /type t/);
    assert.throws(() => link("enum t { A, };", "enum t { A, B, };"), /type t/);
    assert.throws(
      () => link("typedef t { u8 x [default=1]; };", "typedef t { u8 x [default=2]; };"),
      /type t/,
    );
    assert.throws(() => link("typedef u8 t[4];", "typedef u8 t[5];"), /type t/);
  });

  test("between messages and between modules", () => {
    const a = "autoreply define m { u8 x; };";
    assert.throws(() => link(a, "autoreply define m { u8 y; };"), {
      message: "f1.api:1:18: message m is declared differently in f0.api:1:18",
    });
    assert.throws(() => linkSchema([file("x/f.api", a), file("y/f.api", "autoreply define n { u8 x; };")]), {
      message: "y/f.api: module f is another than the one in x/f.api",
    });
  });

  test("but not where only comments differ", () => {
    const schema = link("/* one */\ntypedef t { u8 x; };", "/* two */\ntypedef t { u8 x; };");
    assert.equal(schema.types.get("t")?.comment, "/* one */");
    assert.equal(
      linkSchema([file("x/f.api", LIB["t.api"] ?? ""), file("y/f.api", LIB["t.api"] ?? "")]).modules.size,
      1,
    );
  });
});

test("a service of no message is refused", () => {
  const module = { module: "m", types: [], messages: [], services: { a: { reply: "b" } } };
  assert.throws(() => linkSchema(readApiJson(module)), /service a: no message a/);
});

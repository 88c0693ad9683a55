import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { VppDefinitionError } from "../errors/index.ts";
import { compileFile, loadDefinitions } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "vpp-ts-definitions-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** A folder of these files; returns its path. */
function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof VppDefinitionError, String(error));
    return error.message;
  }
  return assert.fail("accepted");
}

const JSON_PING = `{"types":[],"messages":[["ping",["u16","_vl_msg_id"],["u32","context"],{"crc":"0x1"}]],
  "services":{"ping":{"reply":"null"}},"vl_api_version":"0x1"}`;
const TYPES = "typedef t { u8 x; };";
const USER = 'import "vnet/t.api"; autoreply define a { vl_api_t_t t; };';

describe("folders", () => {
  test("of JSON are searched at any depth, and other files left alone", () => {
    const path = folder("json", { "core/ping.api.json": JSON_PING, "README.md": "{", "x.json": "{" });
    const schema = loadDefinitions(path);
    assert.deepEqual([...schema.modules.keys()], ["ping"]);
    assert.equal(schema.messages.get("ping")?.crc, "00000001");
  });

  test("of sources resolve imports from their root, by what lies above, or by name where they are flat", () => {
    const tree = folder("tree", { "src/vnet/t.api": TYPES, "src/plugins/a/a.api": USER });
    assert.deepEqual([...loadDefinitions(tree).messages.keys()], ["a", "a_reply"]);
    assert.deepEqual([...loadDefinitions(join(tree, "src/plugins/a")).modules.keys()], ["a"]);
    const flat = folder("flat", { "t.api": TYPES, "a.api": USER });
    assert.equal(loadDefinitions(flat).types.get("t")?.module, "t");
    const odd = folder("odd", { "x/y/t.api": TYPES, "z/a.api": USER.replace("vnet/", "../../") });
    assert.equal(loadDefinitions(odd).modules.size, 2);
  });

  test("with both kinds are taken for what they have more of", () => {
    const path = folder("both", {
      "src/ping.api.json": JSON_PING,
      "src/vnet/t.api": TYPES,
      "src/a.api": USER,
    });
    assert.deepEqual([...loadDefinitions(path).modules.keys()], ["a", "t"]);
  });

  test("named by include come first", () => {
    const other = folder("other", { "vnet/t.api": "typedef t { u16 x; };" });
    const file = join(folder("mine", { "vnet/t.api": TYPES, "a.api": USER }), "a.api");
    const type = loadDefinitions(file, { include: [other] }).types.get("t");
    assert.equal(type?.source.file, join(other, "vnet/t.api"));
  });

  test("that are missing or have nothing are named, with what was looked for", () => {
    const missing = join(root, "missing");
    assert.equal(
      refusal(() => loadDefinitions(missing)),
      `${missing}: no such file or folder, looked for *.api.json and *.api files`,
    );
    const empty = folder("empty", { "a.txt": "" });
    assert.equal(
      refusal(() => loadDefinitions(empty)),
      `${empty}: neither *.api.json nor *.api files in this folder`,
    );
    assert.match(
      refusal(() => loadDefinitions([])),
      /no file or folder/,
    );
  });

  test("by default are those that VPP_API_DIR names", () => {
    const before = process.env.VPP_API_DIR;
    try {
      process.env.VPP_API_DIR = folder("named", { "ping.api.json": JSON_PING });
      assert.equal(loadDefinitions().messages.size, 1);
      process.env.VPP_API_DIR = join(root, "nowhere");
      assert.match(
        refusal(() => loadDefinitions()),
        /nowhere: no such file or folder, .*; set VPP_API_DIR/,
      );
    } finally {
      if (before === undefined) delete process.env.VPP_API_DIR;
      else process.env.VPP_API_DIR = before;
    }
  });
});

describe("files", () => {
  test("of several kinds load together, also what a VPP serves", () => {
    const path = folder("mixed", {
      "served.json": `[${JSON_PING.replace("{", '{"module":"p",')}]`,
      "t.api": TYPES,
    });
    const schema = loadDefinitions([join(path, "served.json"), join(path, "t.api")]);
    assert.deepEqual([...schema.modules.keys()], ["p", "t"]);
  });

  test("that contradict each other are both named", () => {
    const path = folder("clash", { "a/x.api": TYPES, "b/y.api": "\ntypedef t { u16 x; };" });
    assert.equal(
      refusal(() => loadDefinitions(path)),
      `${join(path, "b/y.api")}:2:9: type t is declared differently in ${join(path, "a/x.api")}:1:9`,
    );
  });

  test("that are no text are refused", () => {
    const path = folder("binary", { "a.api": new Uint8Array([0xff, 0xfe]), "b.api.json": "[" });
    assert.equal(
      refusal(() => compileFile(join(path, "a.api"))),
      `${join(path, "a.api")}: not UTF-8`,
    );
    assert.match(
      refusal(() => loadDefinitions(join(path, "b.api.json"))),
      /b\.api\.json: not JSON/,
    );
    assert.match(
      refusal(() => compileFile(join(path, "c.api"))),
      /c\.api: no such file/,
    );
    assert.match(
      refusal(() => compileFile(path)),
      /can't be read \(EISDIR\)/,
    );
  });

  test("whose import is nowhere say where it was looked for", () => {
    const file = join(folder("lost", { "a.api": '\n import "no\0/t.api";\n' }), "a.api");
    assert.match(
      refusal(() => compileFile(file, ["inc"])),
      /a\.api:2:9: import "no\0\/t\.api": no such file; looked for inc\/no/,
    );
  });
});

describe("a source tree", () => {
  const text = "enum e { A, }; autoreply define a { vl_api_e_t e; };";
  const value = (file: string) => {
    const type = compileFile(file).types[0];
    return type?.kind === "enum" ? type.members[0]?.value : undefined;
  };

  test("is compiled as its own compiler would", () => {
    const tree = folder("v2009/src", {
      "vnet/a.api": text,
      "tools/vppapigen/vppapigen.py": "legacy typedef. use typedef\n        count = 0\n",
    });
    assert.equal(value(join(tree, "vnet/a.api")), 1);
    assert.equal(value(join(folder("none", { "a.api": text }), "a.api")), 0);
  });

  test("of 19.08 is known by memclnt.api where there is no compiler", () => {
    const memclnt = (first: string) => `option version = "2.1.0";\n${first} module_version { u32 major; };`;
    const early = folder("v1908", { "vlibmemory/memclnt.api": memclnt("typeonly define"), "a.api": text });
    const late = folder("v2606", { "vlibmemory/memclnt.api": memclnt("typedef"), "a.api": text });
    assert.equal(value(join(early, "a.api")), 1);
    assert.equal(value(join(late, "a.api")), 0);
  });
});

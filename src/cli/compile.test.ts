import assert from "node:assert/strict";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { compile } from "./compile.ts";

describe("compile", () => {
  let folder = "";
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-compile-"));
    writeFileSync(at("a.api"), "autoreply define a { u32 client_index; u32 context; };\n");
    writeFileSync(at("bad.api"), "define a {\n  u8;\n};\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("writes a whole file that ends in a newline, and nothing beside it", async () => {
    await compile({ file: at("a.api"), include: [], output: at("a.api.json") });
    const text = readFileSync(at("a.api.json"), "utf8");
    assert.match(text, /^\{\n {4}"module": "a",\n[\s\S]*"paths": \[\]\n\}\n$/);
    assert.deepEqual(readdirSync(folder).sort(), ["a.api", "a.api.json", "bad.api"]);
  });

  test("leaves the file there was when the source is wrong", async () => {
    writeFileSync(at("out"), "before");
    await assert.rejects(compile({ file: at("bad.api"), include: [], output: at("out") }), {
      message: `${at("bad.api")}:2:5: expected the name of a field, found ";"`,
    });
    assert.equal(readFileSync(at("out"), "utf8"), "before");
    assert.deepEqual(readdirSync(folder).sort(), ["a.api", "bad.api", "out"]);
  });

  test("replaces what a link points to, and keeps its mode", async () => {
    writeFileSync(at("real"), "before");
    chmodSync(at("real"), 0o640);
    symlinkSync("real", at("link"));
    await compile({ file: at("a.api"), include: [], output: at("link") });
    assert.match(readFileSync(at("real"), "utf8"), /^\{/);
    assert.equal(statSync(at("real")).mode & 0o777, 0o640);
  });

  test("fails where the folder of the output is missing, and where the output is a device writes to it", async () => {
    await assert.rejects(compile({ file: at("a.api"), include: [], output: at("no/out") }), {
      code: "ENOENT",
    });
    await compile({ file: at("a.api"), include: [], output: "/dev/null" });
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });
});

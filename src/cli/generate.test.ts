import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { generateBindings, generateReport } from "./generate.ts";
import { verdictOn } from "./generate-declarations.ts";

describe("generate", () => {
  let folder = "";
  const at = (...names: string[]) => join(folder, ...names);
  const out = () => at("out");
  const names = () => readdirSync(out()).sort();
  const run = (more: Partial<Parameters<typeof generateBindings>[0]> = {}) =>
    generateBindings({ api: [at("api")], out: out(), ...more });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-generate-"));
    mkdirSync(at("api"));
    writeFileSync(at("api/t.api"), "typedef t { u8 x; };\n");
    writeFileSync(
      at("api/a.api"),
      'import "t.api"; autoreply define a { u32 client_index; u32 context; vl_api_t_t t; };\n',
    );
    writeFileSync(at("api/b.api"), "autoreply define b { u32 client_index; u32 context; };\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("writes a file for each module and an index, and tells", async () => {
    const result = await run();
    assert.deepEqual(names(), ["a.ts", "b.ts", "index.ts", "t.ts"]);
    assert.deepEqual([result.stale, result.files, result.messages], [true, 4, 4]);
    assert.deepEqual(result.added, ["a.ts", "b.ts", "t.ts", "index.ts"]);
  });

  test("doesn't touch what hasn't changed", async () => {
    await run();
    const inodes = names().map((name) => statSync(at("out", name)).ino);
    writeFileSync(at("api/b.api"), "autoreply define b { u32 client_index; u32 context; u8 more; };\n");
    assert.deepEqual((await run()).changed, ["b.ts"]);
    const after = names().map((name) => statSync(at("out", name)).ino);
    assert.deepEqual(
      after.map((ino, i) => ino === inodes[i]),
      [true, false, true, true],
    );
    assert.equal((await run()).stale, false);
  });

  test("makes only the modules asked for, and what they import", async () => {
    const whole = await run();
    assert.equal(whole.files, 4);
    const text = readFileSync(at("out/a.ts"), "utf8");
    const result = await run({ modules: ["a"] });
    assert.equal(generateReport("out", result), "~ index.ts\n- b.ts\nout: 3 files, 2 differ\n");
    assert.deepEqual(names(), ["a.ts", "index.ts", "t.ts"]);
    assert.equal(readFileSync(at("out/a.ts"), "utf8"), text);
    await assert.rejects(run({ modules: ["aa"] }), /no module is called aa, did you mean "a"\?/);
  });

  test("with check writes nothing and tells what is stale", async () => {
    assert.equal((await run({ check: true })).stale, true);
    assert.equal(existsSync(out()), false);
    await run();
    assert.equal((await run({ check: true })).stale, false);
    writeFileSync(at("out/a.ts"), `${readFileSync(at("out/a.ts"), "utf8")}// edited\n`);
    const { changed, stale } = await run({ check: true });
    assert.deepEqual([changed, stale], [["a.ts"], true]);
    assert.match(readFileSync(at("out/a.ts"), "utf8"), /edited/);
  });

  test("with check says what is declared otherwise, and what stands only elsewhere", async () => {
    await run();
    const verdict = async (a: string, b: string | null): Promise<string> => {
      writeFileSync(at("served/a.api"), a);
      if (b === null) rmSync(at("served/b.api"));
      else writeFileSync(at("served/b.api"), b);
      const { declarations } = await run({ api: [at("served")], check: true });
      return declarations === undefined ? "" : verdictOn("out", declarations);
    };
    mkdirSync(at("served"));
    const head = "u32 client_index; u32 context;";
    // The type stands in the file of its messages, as where a running VPP tells of it.
    const a = `typedef t { u8 x; };\n/** told */ autoreply define a { ${head} vl_api_t_t t; };\n`;
    const b = `autoreply define b { ${head} };\n`;
    assert.match(await verdict(a, b), /^out declares the same in other files or with other comments, /);
    assert.equal(
      await verdict(a, b.replace(" b ", " c ")),
      "out is out of date; declared otherwise: BApi, bApi; missing: C, CReply, cReply, c; " +
        "not in these definitions: B, BReply, bReply, b",
    );
    assert.equal(
      await verdict(a, null),
      "out declares all of these definitions alike, and more, as of plugins that a VPP hasn't loaded: B, BReply, bReply, b, BApi and 1 more",
    );
    assert.match(
      await verdict(a, b.replace("};", "u8 more; };")),
      /^out is out of date; declared otherwise: B, /,
    );
    assert.equal((await run({ check: true })).declarations, undefined);
  });

  test("leaves alone what it didn't write, and refuses to overwrite it", async () => {
    mkdirSync(out());
    writeFileSync(at("out/mine.ts"), "export {};\n");
    await run();
    assert.ok(existsSync(at("out/mine.ts")));
    writeFileSync(at("out/b.ts"), "export {};\n");
    await assert.rejects(run(), /b\.ts: is in the way, and was not generated/);
    assert.equal(readFileSync(at("out/b.ts"), "utf8"), "export {};\n");
  });

  test("leaves the old output whole when it fails", async () => {
    await run();
    const before = names().map((name) => readFileSync(at("out", name), "utf8"));
    writeFileSync(at("api/b.api"), "autoreply define b { u8; };\n");
    await assert.rejects(run(), /b\.api:1:24/);
    assert.deepEqual(
      names().map((name) => readFileSync(at("out", name), "utf8")),
      before,
    );
  });

  test("fails where the output can't be a folder", async () => {
    await assert.rejects(run({ out: at("api/a.api/out") }), { code: "ENOTDIR" });
    assert.deepEqual(readdirSync(folder), ["api"]);
  });

  test("takes files and modules as they stand on the command line", async () => {
    const operands = [at("api/a.api"), at("api/t.api"), "a"];
    await generateBindings({ out: out(), operands });
    assert.deepEqual(names(), ["a.ts", "index.ts", "t.ts"]);
    await assert.rejects(generateBindings({ out: out(), operands, socket: at("sock") }), /not from both/);
  });

  test("gives the same bytes for the same input, wherever it lies", async () => {
    await run();
    mkdirSync(at("other"));
    for (const name of ["b.api", "t.api", "a.api"]) {
      writeFileSync(at("other", name), readFileSync(at("api", name)));
    }
    const { stale } = await run({ api: [at("other")], check: true });
    assert.equal(stale, false);
  });
});

// Every program of the guide compiles, runs, and prints what the page says: against the simulator, and a VPP.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { modelledSchema } from "../../src/simulator/definitions/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { writeBindings } from "../support/generated.ts";
import { linkPackage } from "../support/package-link.ts";
import { compile, writeProject } from "../support/tsc.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";
import { programsIn, whole } from "./programs.ts";

/** Milliseconds that a program may take. */
const LIMIT = 60_000;
const page = readFileSync(new URL("../../docs/guide.md", import.meta.url), "utf8");
const programs = programsIn(page).map((program) => ({ ...program, file: `line-${program.line}.ts` }));
const run = promisify(execFile);

describe("programs of the guide", () => {
  let folder = "";

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "vpp-ts-guide-")));
    linkPackage(folder);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeBindings(join(folder, "vpp"), modelledSchema(), { runtime: "vpp-ts/codec/runtime" });
    for (const program of programs) writeFileSync(join(folder, program.file), whole(program));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("compile", () => {
    assert.ok(programs.length > 10);
    writeProject(
      folder,
      programs.map(({ file }) => file),
    );
    assert.equal(compile(folder), "");
  });

  const check = async (file: string, prints: readonly string[], socket: string): Promise<void> => {
    const cwd = join(folder, `${file}-${Math.random()}`);
    mkdirSync(cwd);
    const { stdout, stderr } = await run(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), join(folder, file)],
      { cwd, timeout: LIMIT, env: { ...process.env, VPP_API_SOCKET: socket } },
    );
    assert.equal(stderr, "");
    if (prints.length > 0) assert.deepEqual(stdout.trimEnd().split("\n"), prints);
  };

  const toRun = programs.filter(({ notRun }) => notRun === null);
  describe("run against the simulator", { concurrency: 2 }, () => {
    for (const { line, file, prints } of toRun)
      it(`docs/guide.md:${line}`, async () => {
        await using sim = await Simulator.start();
        await check(file, prints, sim.socket);
      });
  });
  describe("run against VPP", { skip: skipWithoutVpp, concurrency: 2 }, () => {
    for (const { line, file, prints } of toRun)
      it(`docs/guide.md:${line}`, async () => {
        await using vpp = await startVpp();
        await check(file, prints, vpp.apiSocket);
      });
  });
});

describe("reading programs", () => {
  it("finds what they print, and why they aren't run", () => {
    const text = ["```ts", "a(); //=> 1", "//=> 2 3", "```", "```ts not run: it never ends", "b();", "```"];
    assert.deepEqual(programsIn(text.join("\n")), [
      { line: 1, text: "a(); //=> 1\n//=> 2 3\n", notRun: null, prints: ["1", "2 3"] },
      { line: 5, text: "b();\n", notRun: "it never ends", prints: [] },
    ]);
    assert.throws(
      () => programsIn("\n```ts nope\n```"),
      /^Error: line 2: expected "not run: why" behind ts$/,
    );
  });

  it("gives a client to those that import nothing", () => {
    const [part, all] = programsIn('```ts\nvpp.api;\n```\n```ts\nimport "x";\n```');
    assert.match(part === undefined ? "" : whole(part), /await using vpp = await connect\(\);\nvpp\.api;/);
    assert.doesNotMatch(all === undefined ? "" : whole(all), /connect/);
  });
});

// Programs that the documentation shows compile as they stand, with the settings that `tsc --init` gives and more.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { modelledSchema } from "../../src/simulator/definitions/index.ts";
import { linkPackage } from "../support/package-link.ts";
import { compile, writeProject } from "../support/tsc.ts";

/** The first program of each, and what it takes for granted. */
const PROGRAMS: readonly [document: string, given: string][] = [
  ["README.md", "declare function routes(): Generator<{ is_add: boolean }>;\n"],
  ["docs/simulator.md", ""],
  ["docs/stats.md", ""],
  ["docs/observability.md", "declare const histogram: { observe(labels: object, value: number): void };\n"],
];

function firstProgram(document: string): string {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), "utf8");
  return /```ts\n(.*?)```/s.exec(text)?.[1] ?? "";
}

it("requests that are typed without bindings are the simulator's", () => {
  const source = readFileSync(new URL("../../src/client/common.ts", import.meta.url), "utf8");
  const names = [...source.matchAll(/\| "(\w+)"/g)].map(([, name]) => name ?? "");
  assert.ok(names.length > 50);
  const { services } = modelledSchema();
  assert.deepEqual(
    names.filter((name) => !services.has(name)),
    [],
  );
});

it("programs in the documentation compile", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-programs-"));
  try {
    linkPackage(folder);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const files = PROGRAMS.map(([document, given]) => {
      const program = firstProgram(document);
      assert.match(program, /import .* from "vpp-ts/, document);
      const name = document.replaceAll(/\W/g, "_");
      writeFileSync(join(folder, `${name}.ts`), `${given}${program}\nexport {};\n`);
      return `${name}.ts`;
    });
    writeProject(folder, files);
    assert.equal(compile(folder), "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

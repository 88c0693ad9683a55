// Every rule the project counts on is broken once, in a throw-away copy of the configuration, and must be reported.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { IO_MODULES, LAYER_NAMES, LAYERS, OWNED_PACKAGES, PURE } from "../../scripts/layers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");

const files = new Map<string, string>();
let reported: Map<string, string[]> | undefined;

/** Notes a file for the linter and returns its path. */
function file(path: string, text: string): string {
  files.set(path, text);
  return path;
}

/** The rules reported in a file. The first question runs the linter, once, over all files noted by then. */
function rulesIn(path: string): string[] {
  assert.ok(files.has(path), `${path} was never written`);
  reported ??= lint();
  return reported.get(path) ?? [];
}

function lint(): Map<string, string[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vpp-ts-lint-")));
  try {
    for (const name of ["biome.json", "biome.layers.json", "package.json", ".gitignore"]) {
      copyFileSync(join(root, name), join(folder, name));
    }
    for (const [path, text] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const args = [biome, "lint", "--max-diagnostics=none", "--reporter=github", "."];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const found = new Map<string, string[]>();
    for (const [, rule = "", path = ""] of run.stdout.matchAll(/ title=lint\/\w+\/(\w+),file=([^,]+),/g)) {
      const key = relative(folder, path);
      found.set(key, [...(found.get(key) ?? []), rule]);
    }
    assert.notEqual(found.size, 0, `the linter reported nothing:\n${run.stdout}${run.stderr}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const layer of LAYER_NAMES) {
  file(`src/${layer}/index.ts`, `export const ${layer} = 1;\n`);
}

describe("layers", () => {
  for (const from of LAYER_NAMES) {
    for (const to of LAYER_NAMES) {
      if (from === to) continue;
      const text = `export { ${to} } from "../${to}/index.ts";\n`;
      const path = file(`src/${from}/edge-${to}.ts`, text);
      const deep = file(`src/${from}/a/b/edge-${to}.ts`, text.replace("../", "../../../"));
      const allowed = LAYERS[from].includes(to);
      it(`${from} ${allowed ? "may" : "must not"} import ${to}`, () => {
        const wanted = allowed ? [] : ["noRestrictedImports"];
        assert.deepEqual(rulesIn(path), wanted);
        assert.deepEqual(rulesIn(deep), wanted);
      });
    }
  }

  const own = file("src/schema/own.ts", 'export * from "./client/x.ts";\n');
  file("src/schema/client/x.ts", "export const x = 1;\n");
  it("leaves a layer's own folder alone, whatever its name", () => assert.deepEqual(rulesIn(own), []));

  const lazy = file("src/schema/lazy.ts", 'export const lazy = await import("../client/index.ts");\n');
  const typed = file("src/schema/typed.ts", 'export type { client } from "../client/index.ts";\n');
  it("sees dynamic and type-only imports", () => {
    assert.deepEqual(rulesIn(lazy), ["noRestrictedImports"]);
    assert.deepEqual(rulesIn(typed), ["noRestrictedImports"]);
  });

  const name = file("src/schema/by-name.ts", 'export * from "vpp-ts";\nexport * from "vpp-ts/codec";\n');
  it("refuses the package's own name as a way around", () => {
    assert.deepEqual(
      rulesIn(name).filter((rule) => rule === "noRestrictedImports"),
      ["noRestrictedImports", "noRestrictedImports"],
    );
  });

  const beside = file(
    "src/schema/model.test.ts",
    'export * from "node:fs";\nexport * from "../client/index.ts";\n',
  );
  it("lets tests import anything", () => assert.deepEqual(rulesIn(beside), []));
});

describe("I/O", () => {
  const modules = [...IO_MODULES, "fs/promises"];
  for (const layer of LAYER_NAMES) {
    const text = modules.map((name) => `import "node:${name}";\n`).join("");
    const path = file(`src/${layer}/io.ts`, text);
    const pure = PURE.includes(layer);
    it(`${layer} ${pure ? "must not" : "may"} open files, sockets or processes`, () => {
      assert.deepEqual(rulesIn(path), pure ? modules.map(() => "noRestrictedImports") : []);
    });
  }
});

describe("packages", () => {
  for (const [name, owner] of Object.entries(OWNED_PACKAGES)) {
    for (const layer of LAYER_NAMES) {
      const path = file(`src/${layer}/package-${name}.ts`, `export * from "${name}";\n`);
      it(`${layer} ${layer === owner ? "may" : "must not"} load ${name}`, () => {
        assert.equal(rulesIn(path).includes("noRestrictedImports"), layer !== owner);
      });
    }
  }
});

describe("rules that guard every file", () => {
  const broken = {
    noUndeclaredDependencies: 'export * from "left-pad";\n',
    noExplicitAny: "export const x: any = 1;\n",
    noFloatingPromises: "async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n",
    noUnusedImports: 'import { x } from "./whole.ts";\nexport const y = 1;\n',
    useImportType: 'import { type T } from "./whole.ts";\nexport const y: T = 1;\n',
    useNodejsImportProtocol: 'export * from "fs";\n',
    noImportCycles: 'export * from "./cycle.ts";\nexport const a = 1;\n',
  };
  file("src/client/whole.ts", "export const x = 1;\nexport type T = number;\n");
  file("src/client/cycle.ts", 'import { a } from "./noImportCycles.ts";\nexport const b = a;\n');
  for (const [rule, text] of Object.entries(broken)) {
    const path = file(`src/client/${rule}.ts`, text);
    it(rule, () => assert.deepEqual(rulesIn(path), [rule]));
  }
});

describe("the repository's own configuration", () => {
  it("is made from the table in scripts/layers.ts, and no folder of src/ is outside it", () => {
    const run = spawnSync(process.execPath, ["--import", "tsx", "scripts/layers.ts", "--check"], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
  });
});

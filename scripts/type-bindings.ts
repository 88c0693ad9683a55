// Bindings that are checked in: those of the type tests, made from test/types/api, and those of the examples, made from
// what the simulator serves (`npm run type-bindings`); `--check` fails when they are stale.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateBindings } from "../src/cli/generate.ts";
import { writeApiJson } from "../src/schema/index.ts";
import { modelledFiles } from "../src/simulator/definitions/index.ts";

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const check = process.argv.includes("--check");
const options = { extension: ".ts", check } as const;
const stale: string[] = [];

const types = "test/types/bindings";
const runtime = "../../../src/codec/runtime/index.ts";
if ((await generateBindings({ ...options, api: [at("test/types/api")], out: at(types), runtime })).stale)
  stale.push(types);

const examples = "examples/vpp";
const served = mkdtempSync(join(tmpdir(), "vpp-ts-bindings-"));
try {
  for (const file of modelledFiles())
    writeFileSync(join(served, `${file.module}.api.json`), writeApiJson(file));
  const modules = ["interface", "ip"];
  if ((await generateBindings({ ...options, api: [served], out: at(examples), modules })).stale)
    stale.push(examples);
} finally {
  rmSync(served, { recursive: true, force: true });
}

if (check && stale.length > 0) {
  console.error(`not what the generator makes: ${stale.join(", ")}; run npm run type-bindings`);
  process.exit(1);
}

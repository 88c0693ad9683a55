// Runs every *.test.ts under src/ and test/ (or only those whose path contains an argument) with node's own
// runner. Node 20's runner expands no globs, so the files are listed here.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const filters = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const flags = process.argv.slice(2).filter((a) => a.startsWith("--"));
const files = ["src", "test"]
  .flatMap((folder) => readdirSync(`${root}/${folder}`, { recursive: true }).map((f) => `${folder}/${f}`))
  .filter((f) => f.endsWith(".test.ts") && (filters.length === 0 || filters.some((x) => f.includes(x))))
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${filters.join(" ")}`);
  process.exit(1);
}
const run = spawnSync(process.execPath, ["--import", "tsx", ...flags, "--test", ...files], {
  cwd: root,
  stdio: "inherit",
});
process.exit(run.status ?? 1);

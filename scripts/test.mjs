// Runs every *.test.ts under src/ and test/ (or only those whose path contains an argument) with node's own
// runner; arguments with dashes go to node. Node 20's runner expands no globs, so the files are listed here.
//
//   node scripts/test.mjs codec --test-name-pattern=address
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { compile, compiledPath, layerTestsPath } from "./compile.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const filters = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const flags = process.argv.slice(2).filter((a) => a.startsWith("--"));
const all = ["src", "test"]
  .flatMap((folder) => readdirSync(`${root}/${folder}`, { recursive: true }).map((f) => `${folder}/${f}`))
  .filter((f) => f.endsWith(".test.ts"))
  .sort();
const files = all.filter((f) => filters.length === 0 || filters.some((x) => f.includes(x)));
if (files.length === 0) {
  console.error(`no test file matches ${filters.join(" ")}`);
  process.exit(1);
}
const reporter = process.stdout.isTTY ? "spec" : "./scripts/reporter.mjs";
const defaults = {
  // A file a core; node's own default leaves one idle. Two at least: integration tests mostly wait.
  "--test-concurrency": Math.max(2, availableParallelism()),
  "--test-reporter": reporter,
  // A call that hangs fails its test by this, in milliseconds; the slowest file takes a tenth of it.
  "--test-timeout": 600_000,
};
for (const [flag, value] of Object.entries(defaults)) {
  if (!flags.some((given) => given.startsWith(`${flag}=`))) flags.push(`${flag}=${value}`);
}

/** Unit tests are many and small: a process for those of a layer, if all of them run, else one for each file. */
function processes() {
  const together = (f) =>
    all.every((other) => layerTestsPath(other) !== layerTestsPath(f) || files.includes(other));
  return new Set(files.map((f) => (together(f) && layerTestsPath(f)) || compiledPath(f)));
}

await compile();
const args = ["--enable-source-maps", ...flags, "--test", ...processes()];
const run = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
process.exit(run.status ?? 1);

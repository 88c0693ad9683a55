// Runs the tests with another major version of Node, from the package that has its binary in it; the engine that
// is installed stays as it is. What follows the version goes to scripts/test.mjs.
//
//   npm run test:node -- 24 codec
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const [major = "", ...rest] = process.argv.slice(2);
if (!/^\d+$/.test(major)) {
  console.error("usage: npm run test:node -- <major version> [filter…]");
  process.exit(2);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const name = `node-${process.platform}-${process.arch}`;
const folder = join(root, "node_modules/.cache", `node-${major}`);
const bin = join(folder, "node_modules", name, "bin");

function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(join(bin, "node"))) {
  mkdirSync(folder, { recursive: true });
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${major}`]);
}
// First on the PATH, so that what a test starts by the name of `node` is the same.
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
run(join(bin, "node"), ["-p", "'# node ' + process.version"], env);
run(join(bin, "node"), [join(root, "scripts/test.mjs"), ...rest], env);

// Tries the package as a stranger gets it: packs it, installs the tarball into an empty folder, imports and
// type-checks every entry point from there and runs the command. Wants `npm run build` to have been run.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "vpp-ts-package-")));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const COMPILED = /^dist\/.+(?<!\.test)\.(js|d\.ts)$/;
/** Files that a layer ships beside its code: API definitions, the dashboard's page. */
const ASSET = /^dist\/\w+\/assets\//;

function fail(text) {
  console.error(text);
  process.exit(1);
}

function run(cwd, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) fail(`${command} ${args.join(" ")}: status ${status}\n${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

/** What README links to: it is read in an installed package too. */
const TEXTS = [
  "package.json",
  "CHANGELOG.md",
  "LICENSE",
  "NOTICE",
  "README.md",
  ...[...readFileSync(join(root, "README.md"), "utf8").matchAll(/\]\(([\w./-]+\.md)\)/g)].map(
    ([, path]) => path,
  ),
];
const DOCS = /^docs\/[\w-]+\.(md|svg)$/;
/** Those that docs/guide.md lists. */
const EXAMPLES = /^examples\/[\w.-]+\.ts$/;

/** Only what the package is made of: compiled files with their types, and the texts. */
function checkContents(paths) {
  for (const name of TEXTS) if (!paths.includes(name)) fail(`the package lacks ${name}`);
  const kinds = [COMPILED, ASSET, DOCS, EXAMPLES];
  const wrong = paths.filter((path) => !TEXTS.includes(path) && !kinds.some((kind) => kind.test(path)));
  if (wrong.length > 0) fail(`the package has files it should not:\n${wrong.join("\n")}`);
}

/** What the texts link to beside them is in the package too. */
function checkLinks(paths) {
  for (const path of paths.filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(root, path), "utf8").replaceAll(/```.*?```/gs, "");
    for (const [, target] of text.matchAll(/\]\((?!\w+:|#)([^)#]+)[^)]*\)/g)) {
      const file = posix.join(posix.dirname(path), target);
      if (!paths.includes(file)) fail(`${path} links to ${file}, which the package lacks`);
    }
  }
}

const [packed] = JSON.parse(run(root, "npm", "pack", "--json", "--pack-destination", folder));
checkContents(packed.files.map(({ path }) => path));
checkLinks(packed.files.map(({ path }) => path));
console.log(`${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed`);

const user = join(folder, "user");
mkdirSync(user);
writeFileSync(join(user, "package.json"), '{ "private": true, "type": "module" }\n');
run(user, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, packed.filename));

const entries = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith(".json"))
  .map((path) => `${manifest.name}${path.slice(1)}`);
for (const entry of entries) {
  const code = `console.log(Object.keys(await import(${JSON.stringify(entry)})).length)`;
  const names = run(user, process.execPath, "--input-type=module", "-e", code).trim();
  console.log(`${entry}: ${names} exports`);
}

// With skipLibCheck off, so that the declarations themselves are checked too.
writeFileSync(
  join(user, "all.ts"),
  entries
    .map((entry, i) => `import * as m${i} from "${entry}";\nexport type T${i} = typeof m${i};\n`)
    .join(""),
);
const options =
  "--noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2023,esnext.disposable";
const resolution = `--module nodenext --types node --typeRoots ${join(root, "node_modules/@types")}`;
const args = `${options} ${resolution} --skipLibCheck false all.ts`.split(" ");
run(user, process.execPath, join(root, "node_modules/typescript/bin/tsc"), ...args);
console.log("types: every entry point checks");

for (const name of Object.keys(manifest.bin)) {
  const command = join(user, "node_modules/.bin", name);
  if (!run(user, command, "--help").includes(name)) fail(`${name} --help does not name ${name}`);
  const version = run(user, command, "--version");
  if (!version.includes(manifest.version)) fail(`${name} --version says ${version}, not ${manifest.version}`);
  console.log(`${name}: runs, version ${manifest.version}`);
}

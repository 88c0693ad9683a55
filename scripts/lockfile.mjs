// Completes package-lock.json: npm leaves out an optional package (a binary for another platform) that its registry
// does not carry, and `npm ci` then refuses the lockfile because of the gap. `--write` adds what it takes, an entry
// with the version and the platform its name says; `--check` fails on gaps and on entries that name a registry.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];
const LIBRARIES = { musl: "musl", gnu: "glibc" };

/** Where npm looks for `name` as seen from the package at `place`: its own folder, then outwards. */
function found(place, name) {
  const folders = place === "" ? [] : place.split(/(?<=^|\/)node_modules\//).slice(1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const outer = folders.slice(0, depth).map((folder) => `node_modules/${folder.replace(/\/$/, "")}`);
    if ([...outer, `node_modules/${name}`].join("/") in lock.packages) return true;
  }
  return false;
}

/** An entry of a binary package that could not be looked at: never installed here, npm skips it by its platform. */
function entry(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter((word) => words.includes(word));
  const cpu = PROCESSORS.filter((word) => words.includes(word));
  const libc = Object.keys(LIBRARIES).filter((word) => words.includes(word));
  if (os.length !== 1 || !/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name} ${version} names no platform and version: its entry has to be written by hand`);
  return {
    version,
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(dev ? { dev } : {}),
    ...(libc.length === 0 || os[0] !== "linux" ? {} : { libc: libc.map((word) => LIBRARIES[word]) }),
    optional: true,
    os,
  };
}

const gaps = [];
for (const [place, { optionalDependencies = {}, dev = false }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!found(place, name)) gaps.push([name, version, dev]);
  }
}

if (process.argv[2] === "--write") {
  for (const [name, version, dev] of gaps) lock.packages[`node_modules/${name}`] = entry(name, version, dev);
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`package-lock.json: ${gaps.length} entries added`);
} else {
  for (const [name] of gaps) console.error(`package-lock.json lacks ${name}: run \`npm run lockfile\``);
  const tied = Object.keys(lock.packages).filter((place) => lock.packages[place].resolved !== undefined);
  for (const place of tied)
    console.error(`package-lock.json says where ${place} comes from: remove "resolved"`);
  process.exitCode = gaps.length + tied.length === 0 ? 0 : 1;
}

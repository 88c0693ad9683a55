// What the tests run: each source below FOLDERS, compiled by itself to the same place below build/tests. A run of the
// tests starts some hundred processes, which would each do it again.
//
// `import.meta.url` stays the source's, and with it everything that is found from there; `import.meta.filename` is
// the file that runs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const FOLDERS = ["src", "test", "scripts", "examples"];
const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "build/tests");

function filesIn(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
}

/** Where a source was compiled to, as paths from the project's root. */
export function compiledPath(source) {
  return join(relative(root, target), source.replace(/\.ts$/, ".js"));
}

/** Each file by itself, its imports left as they are but for the ending. */
function oneByOne({ onResolve, onLoad }) {
  onResolve({ filter: /^/ }, ({ path, kind }) =>
    kind === "entry-point" ? null : { path: path.replace(/^(\..*)\.ts$/, "$1.js"), external: true },
  );
  onLoad({ filter: /^/ }, ({ path }) => {
    const url = JSON.stringify(pathToFileURL(path).href);
    return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), loader: "ts" };
  });
}

/** What a unit test of a layer is part of, as `compiledPath`; undefined for other files. */
export function layerTestsPath(source) {
  const layer = /^(src\/\w+)\/.*\.test\.ts$/.exec(source)?.[1];
  return layer && compiledPath(`${layer}/all-tests.ts`);
}

/** A file for each layer that imports all its unit tests. */
function layerTests(sources) {
  const texts = new Map();
  for (const source of sources.map((path) => relative(root, path)).sort()) {
    const path = layerTestsPath(source);
    if (path === undefined) continue;
    const name = relative(dirname(path), compiledPath(source));
    texts.set(path, `${texts.get(path) ?? ""}import "./${name}";\n`);
  }
  return [...texts].map(([path, text]) => ({ path: join(root, path), contents: Buffer.from(text) }));
}

/** Files that change are written, no others: another run may be reading them. */
export async function compile() {
  const sources = FOLDERS.flatMap((folder) => filesIn(join(root, folder)));
  const { outputFiles } = await build({
    entryPoints: sources.filter((path) => path.endsWith(".ts")),
    outbase: root,
    outdir: target,
    plugins: [{ name: "one by one", setup: oneByOne }],
    bundle: true,
    treeShaking: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: true,
    write: false,
    logLevel: "error",
  });
  mkdirSync(target, { recursive: true });
  const old = new Set(filesIn(target).filter((path) => /\.(js|map)$/.test(path)));
  for (const { path, contents } of [...outputFiles, ...layerTests(sources)]) {
    if (old.delete(path) && readFileSync(path).equals(contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const path of old) rmSync(path);
}

// The layers of src/: who may import whom. This table is the only place that says so; biome.layers.json is made
// from it (`npm run layers`) and `--check` fails when the two differ, or when src/ has a folder
// that the table does not know.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export const LAYER_NAMES = [
  "errors",
  "schema",
  "definitions",
  "codec",
  "protocol",
  "recording",
  "native",
  "transport",
  "client",
  "trace",
  "stats",
  "codegen",
  "simulator",
  "gateway",
  "cli",
] as const;
export type Layer = (typeof LAYER_NAMES)[number];

/** Layer → the other layers it may import. Each lists all of them: nothing is inherited. */
export const LAYERS: Readonly<Record<Layer, readonly Layer[]>> = {
  errors: [],
  schema: ["errors"],
  definitions: ["schema", "errors"],
  codec: ["schema", "errors"],
  protocol: ["codec", "schema", "errors"],
  recording: ["protocol", "codec", "errors"],
  native: ["errors"],
  transport: ["native", "errors"],
  client: ["protocol", "transport", "schema", "codec", "definitions", "errors"],
  trace: ["recording", "client", "protocol", "transport", "codec", "schema", "errors"],
  stats: ["native", "errors"],
  codegen: ["schema", "codec", "errors"],
  simulator: ["protocol", "codec", "schema", "definitions", "transport", "stats", "errors"],
  gateway: ["client", "stats", "protocol", "codec", "schema", "definitions", "errors"],
  cli: LAYER_NAMES.filter((layer) => layer !== "cli"),
};

/** Layers that take values and return values: files, sockets and processes are somebody else's. */
export const PURE: readonly Layer[] = ["errors", "schema", "codec", "protocol", "recording", "codegen"];

/** Node's doors to the world outside the program. */
export const IO_MODULES: readonly string[] = [
  "child_process",
  "cluster",
  "dgram",
  "dns",
  "fs",
  "http",
  "http2",
  "https",
  "inspector",
  "net",
  "os",
  "process",
  "readline",
  "repl",
  "sqlite",
  "tls",
  "tty",
  "worker_threads",
];

/** Packages that one layer alone may load. */
export const OWNED_PACKAGES: Readonly<Record<string, Layer>> = { commander: "cli", koffi: "native" };

interface Restriction {
  group: string[];
  message: string;
}

/** The options of noRestrictedImports in one layer. */
function restrictionsOf(layer: Layer): { patterns: Restriction[] } {
  const allowed = LAYERS[layer];
  const others = LAYER_NAMES.filter((other) => other !== layer && !allowed.includes(other));
  const foreign = Object.keys(OWNED_PACKAGES).filter((name) => OWNED_PACKAGES[name] !== layer);
  const patterns: Restriction[] = [
    {
      group: [`../**/{${others.join()}}/**`],
      message: `src/${layer} may import ${allowed.join(", ") || "nothing of ours"} (scripts/layers.ts).`,
    },
    {
      group: ["vpp-ts", "vpp-ts/**"],
      message: "Inside the package, import the file by its relative path: its own name hides the layer.",
    },
    {
      group: foreign.flatMap((name) => [name, `${name}/**`]),
      message: `Not here: ${foreign.map((name) => `${name} belongs to src/${OWNED_PACKAGES[name]}`).join(", ")}.`,
    },
  ];
  if (PURE.includes(layer)) {
    patterns.push({
      group: [`node:{${IO_MODULES.join()}}`, `node:{${IO_MODULES.join()}}/**`],
      message: `src/${layer} does no I/O: take the bytes or the text as an argument.`,
    });
  }
  return { patterns: patterns.filter(({ group }) => group.length > 0 && !group[0]?.includes("{}")) };
}

/** The whole biome.layers.json. Tests beside the sources are free to read files and to use any layer. */
export function biomeLayers(): object {
  return {
    $schema: "./node_modules/@biomejs/biome/configuration_schema.json",
    overrides: LAYER_NAMES.map((layer) => ({
      includes: [`src/${layer}/**`, "!**/*.test.ts"],
      linter: {
        rules: {
          style: { noRestrictedImports: { level: "error", options: restrictionsOf(layer) } },
        },
      },
    })),
  };
}

function problems(root: URL): string[] {
  const found = readdirSync(new URL("src/", root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !(LAYER_NAMES as readonly string[]).includes(entry.name))
    .map((entry) => `src/${entry.name} is in no layer: add it to LAYERS in scripts/layers.ts`);
  const wanted = JSON.stringify(biomeLayers());
  const stored = JSON.stringify(JSON.parse(readFileSync(new URL("biome.layers.json", root), "utf8")));
  if (wanted !== stored) {
    found.push("biome.layers.json differs from scripts/layers.ts: run `npm run layers`");
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = new URL("../", import.meta.url);
  if (process.argv[2] === "--write") {
    writeFileSync(new URL("biome.layers.json", root), `${JSON.stringify(biomeLayers(), null, 2)}\n`);
  } else if (process.argv[2] === "--check") {
    const found = problems(root);
    for (const line of found) console.error(line);
    process.exitCode = found.length === 0 ? 0 : 1;
  } else {
    console.error("usage: node scripts/layers.ts --check | --write");
    process.exitCode = 2;
  }
}

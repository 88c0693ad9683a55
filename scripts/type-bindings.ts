// The bindings that the type tests use are generated from test/types/api and checked in
// (`npm run type-bindings`); `--check` fails when they are stale.
import { fileURLToPath } from "node:url";
import { generateBindings } from "../src/cli/generate.ts";

const at = (path: string): string => fileURLToPath(new URL(`../test/types/${path}`, import.meta.url));

const { stale } = await generateBindings({
  api: [at("api")],
  out: at("bindings"),
  runtime: "../../../src/codec/runtime/index.ts",
  extension: ".ts",
  check: process.argv.includes("--check"),
});
if (stale && process.argv.includes("--check")) {
  console.error("test/types/bindings is not what the generator makes: run npm run type-bindings");
  process.exit(1);
}

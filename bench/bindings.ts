// Generated bindings for the case that connects with them: made from the definitions that lie beside VPP.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { generateBindings } from "../src/cli/generate.ts";

/** Writes JavaScript modules to build/bench/bindings. */
export async function makeBindings(apiDir: string): Promise<void> {
  const out = fileURLToPath(new URL("../bindings", import.meta.url));
  await generateBindings({
    api: [apiDir],
    out,
    runtime: "../src/codec/runtime/index.js",
    extension: ".js",
    check: false,
  });
  for (const file of readdirSync(out).filter((name) => name.endsWith(".ts"))) {
    const { code } = transformSync(readFileSync(join(out, file), "utf8"), { loader: "ts" });
    writeFileSync(join(out, file.replace(/ts$/, "js")), code);
  }
}

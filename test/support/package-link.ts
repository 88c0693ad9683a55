// The package as a program outside the repository sees it, without building it.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Gives `folder` a node_modules with this package, its sources in place of what they are built to. */
export function linkPackage(folder: string): void {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const own = join(folder, "node_modules", "vpp-ts");
  mkdirSync(own, { recursive: true });
  symlinkSync(join(root, "src"), join(own, "src"));
  const sources = JSON.stringify(exports).replaceAll("./dist/", "./src/").replaceAll('.js"', '.ts"');
  writeFileSync(join(own, "package.json"), `{ "name": "vpp-ts", "type": "module", "exports": ${sources} }\n`);
  for (const name of ["@types", "typescript", "commander", "tsx"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
}

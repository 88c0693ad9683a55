import { join } from "node:path";
import { CURRENT_DIALECT, type Dialect, dialectOfCompiler, EARLY_DIALECT } from "../schema/index.ts";
import { isFile, readText } from "./files.ts";
import { foldersAbove } from "./imports.ts";

/** Every release's source tree has these below src/. */
const COMPILER = "tools/vppapigen/vppapigen.py";
const MEMCLNT = ["vlibmemory/memclnt.api", "memclnt.api"];

/**
 * The dialect of the VPP source tree that one of the folders is part of: its own compiler tells; where only
 * the `.api` files were kept, memclnt.api tells 19.08 from what came later. Outside any tree, the current one.
 */
export function dialectOfTree(folders: readonly string[]): Dialect {
  for (const start of folders) {
    for (const folder of foldersAbove(start)) {
      const compiler = join(folder, COMPILER);
      if (isFile(compiler)) return dialectOfCompiler(readText(compiler));
      const memclnt = MEMCLNT.map((name) => join(folder, name)).find(isFile);
      if (memclnt !== undefined)
        return /^\s*typeonly\b/m.test(readText(memclnt)) ? EARLY_DIALECT : CURRENT_DIALECT;
    }
  }
  return CURRENT_DIALECT;
}

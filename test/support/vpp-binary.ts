// Where the VPP under test is, and what lies beside it. Nothing here starts it.
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    if (folder !== "" && isExecutable(path)) return path;
  }
  return null;
}

/**
 * The VPP to test with: `VPP_BIN`, else `vpp` on the PATH, else null.
 * A `VPP_BIN` that cannot be run is an error, not a reason to skip.
 */
export function vppBinary(): string | null {
  const named = process.env.VPP_BIN;
  if (named === undefined || named === "") return onPath("vpp");
  const path = resolve(named);
  if (!isExecutable(path)) throw new Error(`VPP_BIN names ${path}, which cannot be executed`);
  return path;
}

/** For the `skip` option of node:test: false with a VPP, else the reason shown. */
export const skipWithoutVpp: string | false =
  vppBinary() === null ? "no VPP: set VPP_BIN or put vpp on the PATH" : false;

/** What an installed VPP has beside its binary; null where it is missing. */
export interface VppInstallation {
  binary: string;
  vppctl: string | null;
  libraries: string | null;
  plugins: string | null;
  /** Folder of the `.api.json` files (with `core/` and `plugins/` in it). */
  apiDir: string | null;
}

/** Looks around the binary: `<prefix>/bin/vpp`, `<prefix>/lib/<triplet>/vpp_plugins`, `<prefix>/share/vpp/api`. */
export function vppInstallation(binary: string): VppInstallation {
  const prefix = dirname(dirname(binary));
  const beside = join(dirname(binary), "vppctl");
  const lib = join(prefix, "lib");
  const folders = existsSync(lib) ? [lib, ...readdirSync(lib).map((name) => join(lib, name))] : [];
  const libraries = folders.find((folder) => existsSync(join(folder, "vpp_plugins"))) ?? null;
  const apiDir = join(prefix, "share/vpp/api");
  return {
    binary,
    vppctl: isExecutable(beside) ? beside : onPath("vppctl"),
    libraries,
    plugins: libraries === null ? null : join(libraries, "vpp_plugins"),
    apiDir: existsSync(apiDir) ? apiDir : null,
  };
}

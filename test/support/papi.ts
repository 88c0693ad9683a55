// VPP's own Python client, where it is installed beside VPP or on PYTHONPATH.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { vppBinary } from "./vpp-binary.ts";

/** Python's search path, with what VPP installs beside its binary. */
function pythonPath(): string {
  const binary = vppBinary();
  const lib = binary === null ? "" : join(dirname(dirname(binary)), "lib");
  const installed = existsSync(lib)
    ? readdirSync(lib)
        .filter((name) => name.startsWith("python3"))
        .map((name) => join(lib, name, "site-packages"))
    : [];
  return [process.env.PYTHONPATH ?? "", ...installed].filter((folder) => folder !== "").join(":");
}

/** The environment that Python finds `vpp_papi` in. */
export const papiEnv: NodeJS.ProcessEnv = { ...process.env, PYTHONPATH: pythonPath() };

const hasPapi = spawnSync("python3", ["-c", "import vpp_papi"], { env: papiEnv }).status === 0;

/** For the `skip` option of node:test. */
export const skipWithoutPapi: string | false = hasPapi
  ? false
  : "no vpp_papi: VPP's Python client isn't installed";

// Who takes part: vpp-ts, the bare socket, and the peers that are there. Each run of a case is a process that takes
//   CASE SOCKET API_DIR SIZE WINDOW TABLE
// behind its own first arguments, and prints its figures as one line of JSON.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type VppInstallation, vppBinary, vppInstallation } from "../test/support/vpp-binary.ts";

export const CLIENT_NAMES = [
  "ours",
  "floor",
  "papi",
  "papi-async",
  "govpp-channel",
  "govpp-stream",
  "vapi-shm",
  "vapi-socket",
] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

export const CLIENT_TITLES: Readonly<Record<ClientName, string>> = {
  ours: "vpp-ts",
  floor: "floor",
  papi: "Python",
  "papi-async": "Python asyncio",
  "govpp-channel": "GoVPP channel",
  "govpp-stream": "GoVPP stream",
  "vapi-shm": "C, shared memory",
  "vapi-socket": "C, socket",
};

export interface Client {
  readonly name: ClientName;
  readonly command: string;
  readonly args: readonly string[];
  /** Its arguments for the cases of the stats segment, where they are others. */
  readonly statsArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Missing {
  readonly names: readonly ClientName[];
  readonly reason: string;
}

/** Sources lie in bench/, this file is run from build/bench/bench/. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PEERS = join(ROOT, "bench/peers");
const BUILT = join(ROOT, "build/peers");

/** The clients that can be run here, and why the others can't. */
export function findClients(): { clients: readonly Client[]; missing: readonly Missing[] } {
  const binary = vppBinary();
  const installation = binary === null ? null : vppInstallation(binary);
  const clients: Client[] = [];
  const missing: Missing[] = [];
  const add = (names: readonly ClientName[], make: () => readonly Client[]) => {
    try {
      clients.push(...make());
    } catch (error) {
      missing.push({ names, reason: reasonOf(error) });
    }
  };
  mkdirSync(BUILT, { recursive: true });
  add(["ours", "floor"], nodeClients);
  add(["papi", "papi-async"], () => pythonClients(installation));
  add(["govpp-channel", "govpp-stream"], goClients);
  add(["vapi-shm", "vapi-socket"], () => cClients(installation));
  return { clients, missing };
}

/** The last line a process said before it failed. */
export function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: unknown; message: string };
  const said = typeof stderr === "string" ? stderr.trim().split("\n").at(-1) : "";
  return said !== undefined && said !== "" ? said : message.split("\n")[0]!;
}

function nodeClients(): readonly Client[] {
  const script = fileURLToPath(new URL("./session/one.js", import.meta.url));
  return (["ours", "floor"] as const).map((name) => ({
    name,
    command: process.execPath,
    args: [script, name],
  }));
}

/** `VPP_PAPI` names the folder that vpp_papi lies in; else it is looked for beside VPP, and where Python looks. */
function pythonClients(installation: VppInstallation | null): readonly Client[] {
  const folder = process.env.VPP_PAPI ?? papiBeside(installation);
  const path = [folder, process.env.PYTHONPATH].filter((part) => part !== undefined && part !== "");
  const env = { PYTHONPATH: path.join(delimiter) };
  const probe = ["-c", "import vpp_papi.vpp_papi_async"];
  execFileSync("python3", probe, { env: { ...process.env, ...env }, encoding: "utf8", stdio: "pipe" });
  const client = (name: ClientName, file: string): Client => ({
    name,
    command: "python3",
    args: [join(PEERS, "python", file)],
    statsArgs: [join(PEERS, "python/stats.py")],
    env,
  });
  return [client("papi", "blocking.py"), client("papi-async", "aio.py")];
}

function papiBeside(installation: VppInstallation | null): string | undefined {
  if (installation === null) return undefined;
  const lib = join(dirname(dirname(installation.binary)), "lib");
  const python = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith("python3")) : [];
  return python
    .flatMap((name) => ["site-packages", "dist-packages"].map((folder) => join(lib, name, folder)))
    .find((folder) => existsSync(join(folder, "vpp_papi")));
}

function goClients(): readonly Client[] {
  const out = join(BUILT, "govpp");
  const inPath = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "go")));
  const go = inPath ? "go" : "/usr/local/go/bin/go";
  const env = { ...process.env, GOFLAGS: "-mod=readonly" };
  execFileSync(go, ["build", "-o", out, "."], {
    cwd: join(PEERS, "govpp"),
    env,
    encoding: "utf8",
    stdio: "pipe",
  });
  return [
    { name: "govpp-channel", command: out, args: ["channel"] },
    { name: "govpp-stream", command: out, args: ["stream"] },
  ];
}

function cClients(installation: VppInstallation | null): readonly Client[] {
  const libraries = installation?.libraries ?? null;
  const headers = installation === null ? "" : join(dirname(dirname(installation.binary)), "include");
  if (libraries === null || !existsSync(join(headers, "vapi/vapi.h"))) {
    throw new Error("no headers of vapi beside the VPP binary");
  }
  const out = join(BUILT, "vapi");
  const link = [`-L${libraries}`, `-Wl,-rpath,${libraries}`];
  const names = ["vapiclient", "vlibmemoryclient", "svm", "vppinfra"].map((name) => `-l${name}`);
  const source = join(PEERS, "c/main.c");
  execFileSync("cc", ["-O2", "-w", "-o", out, source, `-I${headers}`, ...link, ...names], {
    encoding: "utf8",
    stdio: "pipe",
  });
  return [
    { name: "vapi-shm", command: out, args: ["shm"] },
    { name: "vapi-socket", command: out, args: ["socket"] },
  ];
}

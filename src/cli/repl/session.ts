import type { Vpp } from "../../client/index.ts";
import type { Simulator } from "../../simulator/index.ts";
import { InFlight } from "./in-flight.ts";
import { Origins } from "./origins.ts";
import { promptVpp } from "./scope.ts";

/** What a prompt works with, on a terminal or not. */
export interface PromptSession {
  readonly vpp: Vpp;
  readonly inFlight: InFlight;
  readonly origins: Origins;
  readonly verbose: boolean;
  /** The names that commands have: `vpp`, `api`, and `sim` where there is a simulator. */
  readonly scope: PropertyDescriptorMap;
  /** What it is connected to, for people. */
  readonly about: string;
}

export async function sessionOf(
  vpp: Vpp,
  { simulator, socket, verbose }: { simulator: Simulator | null; socket: string; verbose: boolean },
): Promise<PromptSession> {
  const inFlight = new InFlight();
  const origins = new Origins();
  const seen = promptVpp(vpp, inFlight, origins);
  const scope: PropertyDescriptorMap = {
    vpp: { value: seen, configurable: true, writable: true },
    api: { get: () => seen.api, configurable: true },
    ...(simulator === null ? {} : { sim: { value: simulator, configurable: true, writable: true } }),
  };
  const what = simulator === null ? "Connected to" : "Simulating";
  const names = simulator === null ? "vpp and api are" : "vpp, api and sim are";
  const about = `${what} ${await nameOf(vpp)} at ${socket}: ${names} in scope, .help says more.`;
  return { vpp, inFlight, origins, verbose, scope, about };
}

async function nameOf(vpp: Vpp): Promise<string> {
  if (!vpp.messageTable.has("show_version") || !vpp.schema.services.has("show_version")) return "VPP";
  const { version } = await vpp.call("show_version");
  return `VPP ${version}`;
}

import { type ConnectOptions, connect, type Vpp } from "../client/index.ts";
import { codecsFrom } from "./definitions.ts";
import type { ConnectionArguments } from "./options.ts";

interface Wanted extends ConnectionArguments {
  /** Lets messages through that can kill VPP. */
  readonly unsafe?: boolean;
}

/**
 * Connects as the options say. Definitions are those of --api, else of VPP_API_DIR, else VPP is asked for its own.
 * A lost link is not tried again: what a script does next should depend on it.
 */
export function connectWith({ socket, api, timeout, unsafe = false }: Wanted): Promise<Vpp> {
  const named = api ?? (process.env.VPP_API_DIR ? [process.env.VPP_API_DIR] : undefined);
  const options: ConnectOptions = {
    reconnect: false,
    unsafe,
    ...(socket === undefined ? {} : { socket }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(named === undefined ? {} : { definitions: codecsFrom(named).schema }),
  };
  return connect(options);
}

import { once } from "node:events";
import { Simulator } from "../simulator/index.ts";
import { print } from "./output.ts";

export interface SimCommand {
  /** Where to listen; a socket in a folder of its own where it is missing. */
  readonly socket?: string;
  /** Where to serve a stats segment; none is served where it is missing. */
  readonly statsSocket?: string;
  /** Files or folders of definitions to serve instead of the built-in ones. */
  readonly api?: readonly string[];
  /** What chance is drawn from; ids are in an order of its own for each. Without it they are always the same. */
  readonly seed?: number;
}

/**
 * `vpp-ts sim`: runs a simulated VPP until it is interrupted. Says where it listens on standard output, once it
 * does, the API's socket first and on the next line that of the stats, and what a VPP would log on standard error.
 *
 * @throws VppDefinitionError, or the error of a socket that can't be listened on.
 */
export async function sim({ socket, statsSocket, api, seed }: SimCommand): Promise<void> {
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await using simulator = await Simulator.start({
      ...(socket === undefined ? {} : { socket }),
      ...(statsSocket === undefined ? {} : { stats: { socket: statsSocket } }),
      ...(api === undefined || api.length === 0 ? {} : { api }),
      ...(seed === undefined ? {} : { seed, shuffleIds: true }),
      record: 0,
      onLog: (line) => process.stderr.write(`${line}\n`),
    });
    const sockets = [simulator.socket, ...(simulator.stats === null ? [] : [simulator.stats.socket])];
    await print(sockets.map((path) => `${path}\n`).join(""));
    if (!stop.signal.aborted) await once(stop.signal, "abort");
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

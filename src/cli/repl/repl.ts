import { connectWith } from "../connection.ts";
import { EXIT } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import { sessionOf } from "./session.ts";

export interface ReplCommand extends ConnectionArguments {
  /** A simulated VPP in this process, instead of one that runs. */
  readonly sim: boolean;
  /** Lets messages through that can kill VPP. */
  readonly unsafe: boolean;
  /** Shows where errors come from. */
  readonly verbose: boolean;
}

/**
 * `vpp-ts repl`: JavaScript with a connection to VPP: from a terminal, with completion, or from a file or pipe.
 *
 * @throws what `connect` throws; LineError for a command of a file or pipe that fails.
 */
export async function repl(command: ReplCommand): Promise<void> {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  await run(command, isTerminal);
  // Timers and servers that commands have left would keep it from ending.
  if (isTerminal) process.exit(EXIT.ok);
}

async function run({ sim, unsafe, verbose, ...options }: ReplCommand, isTerminal: boolean): Promise<void> {
  await using simulator = sim ? await startSimulator() : null;
  const socket = simulator?.socket ?? options.socket ?? "/run/vpp/api.sock";
  const definitions = simulator === null ? {} : { definitions: simulator.schema };
  await using vpp = await connectWith({ ...options, socket }, { reconnect: true, unsafe, ...definitions });
  const session = await sessionOf(vpp, { simulator, socket, verbose });
  if (isTerminal) {
    const { interactive } = await import("./interactive.ts");
    await interactive(session);
  } else {
    const { script } = await import("./script.ts");
    await script(session);
  }
}

async function startSimulator() {
  const { Simulator } = await import("../../simulator/index.ts");
  return Simulator.start();
}

import { Command, InvalidArgumentError } from "commander";
import { apiOption } from "../options.ts";

interface Options {
  readonly socket?: string;
  readonly statsSocket?: string;
  readonly api?: readonly string[];
  readonly seed?: number;
}

const HELP = `
Says on standard output where it listens, and goes on until it is interrupted.

Example:
  vpp-ts sim --socket /tmp/sim.sock --stats-socket /tmp/sim-stats.sock &
  vpp-ts call --socket /tmp/sim.sock show_version
  vpp-ts stats get --socket /tmp/sim-stats.sock /if/names`;

function readSeed(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new InvalidArgumentError("A whole number is wanted.");
  }
  return Number(text);
}

export function simCommand(): Command {
  return new Command("sim")
    .summary("a simulated VPP to try things on")
    .description("Run a simulated VPP.")
    .option("--socket <path>", "where to listen (default: a socket in a folder of its own)")
    .option("--stats-socket <path>", "where to serve a stats segment (default: none); needs koffi")
    .addOption(apiOption("the simulator's own"))
    .option("--seed <number>", "what chance is drawn from; gives message ids an order of their own", readSeed)
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      const { sim } = await import("../sim.ts");
      await sim(options);
    });
}

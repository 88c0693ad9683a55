import { Command, InvalidArgumentError, Option } from "commander";
import { readDuration } from "../duration.ts";
import { apiOption, type ConnectionArguments, cacheOption, socketOption, timeoutOption } from "../options.ts";

const HELP = `
Sends the want_… request that each event needs, and prints the events as they come, until it is interrupted. A lost
connection is made again. What it listens to, and what happens to the connection, is said on standard error.

Examples:
  vpp-ts events sw_interface_event
  vpp-ts events --for 10s --json > events.ndjson`;

interface Options extends ConnectionArguments {
  readonly for?: number;
  readonly count?: number;
  readonly json?: true;
}

export function eventsCommand(): Command {
  return new Command("events")
    .summary("print events as they come")
    .description("Print events as they come.")
    .argument("[events...]", "which, as VPP names them (default: all)")
    .addOption(new Option("--for <time>", "end after 500ms, 10s, 2m").argParser(readDuration))
    .addOption(new Option("--count <n>", "end after so many events").argParser(readCount))
    .option("--json", 'print lines {"time":…,"message":…,"fields":{…}}')
    .addOption(socketOption())
    .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
    .addOption(timeoutOption())
    .addOption(cacheOption())
    .addHelpText("after", HELP)
    .action(async (names: readonly string[], options: Options) => {
      const { events } = await import("../events.ts");
      await events({ ...options, names });
    });
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a number from 1.");
}

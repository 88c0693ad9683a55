import { Command, InvalidArgumentError, Option } from "commander";
import { apiOption, type ConnectionArguments, socketOption, timeoutOption } from "../options.ts";

const HELP = `
Takes recordings of vpp-ts trace and API traces that VPP saved. Messages are found by name and CRC in this VPP's own
table; one that it lacks or has with another layout is an error before anything is sent. Each client of the recording
gets a connection of its own. Answers that differ from the recorded ones are printed; where none were recorded, those
by which VPP refuses.

Requests are sent one at a time, each once the one before is answered: --window lets more be under way, --speed keeps
to the times of the recording.

Examples:
  vpp-ts replay session.rec
  vpp-ts replay session.rec --speed 1
  vpp-ts replay /tmp/api.trace --window 1000 --skip-unknown`;

interface Options extends ConnectionArguments {
  readonly speed?: number;
  readonly window?: number;
  readonly skipUnknown?: true;
  readonly unsafe?: true;
  readonly json?: true;
}

/** With --speed nothing waits for answers, up to so many. */
const PACED_WINDOW = 4096;
const MAX_WINDOW = 65_536;

export function replayCommand(): Command {
  return new Command("replay")
    .summary("send the requests of a recording again")
    .description("Send the requests of a recording again.")
    .argument("<file>", "a recording, or an API trace that VPP saved")
    .addOption(socketOption())
    .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
    .addOption(
      new Option("--speed <factor>", "keep to the recorded times: 1 as then, 10 ten times as fast").argParser(
        readSpeed,
      ),
    )
    .addOption(new Option("--window <n>", "requests under way at a time (default: 1)").argParser(readWindow))
    .option("--skip-unknown", "leave out what this VPP lacks or has with another layout")
    .option("--unsafe", "send even what can make VPP crash")
    .option("--json", "a line of JSON for each answer")
    .addOption(timeoutOption())
    .addHelpText("after", HELP)
    .action(async (file: string, { skipUnknown, unsafe, json, ...options }: Options) => {
      const { replayFile } = await import("../trace/replay.ts");
      await replayFile({
        window: options.speed === undefined ? 1 : PACED_WINDOW,
        ...options,
        file,
        skipUnknown: skipUnknown === true,
        unsafe: unsafe === true,
        json: json === true,
      });
    });
}

function readSpeed(text: string): number {
  const factor = Number(text);
  if (factor > 0 && factor <= 1e6) return factor;
  throw new InvalidArgumentError("Expected a number above 0.");
}

function readWindow(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= MAX_WINDOW) return Number(text);
  throw new InvalidArgumentError(`Expected a number from 1 to ${MAX_WINDOW}.`);
}

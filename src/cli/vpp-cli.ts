import { createInterface } from "node:readline/promises";
import type { Vpp } from "../client/index.ts";
import { VppApiError } from "../errors/index.ts";
import { connectWith } from "./connection.ts";
import { LineError, linesOf } from "./lines.ts";
import type { ConnectionArguments } from "./options.ts";
import { print } from "./output.ts";
import { oneLine, printable } from "./text.ts";

export interface VppCliCommand extends ConnectionArguments {
  /** The words of one command; without any, commands are read from standard input. */
  readonly words: readonly string[];
}

/**
 * `vpp-ts cli`: commands of VPP's own command line, by way of cli_inband: one from the arguments, else those on
 * standard input, a line each; on a terminal it asks for them.
 *
 * @throws VppApiError for a command that VPP refuses, LineError where it was read from a file or pipe.
 */
export async function vppCli({ words, ...options }: VppCliCommand): Promise<void> {
  await using vpp = await connectWith(options);
  if (words.length > 0) await execute(vpp, words.join(" "));
  else if (process.stdin.isTTY) await interactive(vpp);
  else await fromInput(vpp);
}

async function execute(vpp: Vpp, command: string): Promise<void> {
  const { reply } = await vpp.call("cli_inband", { cmd: command });
  const text = String(reply);
  if (text === "") return;
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  await print(process.stdout.isTTY ? printable(whole, "\n\r\t") : whole);
}

/** A line that isn't a command for VPP: empty, or a comment. */
function isEmpty(line: string): boolean {
  return line === "" || line.startsWith("#");
}

async function fromInput(vpp: Vpp): Promise<void> {
  let number = 0;
  for await (const lines of linesOf(process.stdin)) {
    for (const bytes of lines) {
      number++;
      const line = bytes.toString("utf8").trim();
      if (isEmpty(line)) continue;
      try {
        await execute(vpp, line);
      } catch (error) {
        if (!(error instanceof VppApiError)) throw error;
        throw new LineError(number, refusal(error), { cause: error });
      }
    }
  }
}

async function interactive(vpp: Vpp): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: "vpp# " });
  try {
    terminal.prompt();
    for await (const entered of terminal) {
      const line = entered.trim();
      if (line === "quit" || line === "exit") return;
      try {
        if (!isEmpty(line)) await execute(vpp, line);
      } catch (error) {
        if (!(error instanceof VppApiError)) throw error;
        process.stderr.write(`${refusal(error)}\n`);
      }
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
}

/** VPP says in the reply's text what was wrong. */
function refusal(error: VppApiError): string {
  const text = oneLine(String(error.reply.reply ?? ""));
  return text === "" ? `VPP refused ${error.message}` : text;
}

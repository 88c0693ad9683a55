import { createInterface, type Interface } from "node:readline/promises";
import type { CallOptions, Vpp } from "../client/index.ts";
import { VppApiError } from "../errors/index.ts";
import { connectWith } from "./connection.ts";
import { explain, said } from "./explain.ts";
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

async function execute(vpp: Vpp, command: string, options: CallOptions = {}): Promise<void> {
  const { reply } = await vpp.call("cli_inband", { cmd: command }, options);
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
        throw new LineError(number, oneLine(explain(error)), { cause: error });
      }
    }
  }
}

async function interactive(vpp: Vpp): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: "vpp# " });
  let running: AbortController | null = null;
  terminal.on("SIGINT", () => {
    if (running !== null) running.abort();
    else giveUpLine(terminal);
  });
  try {
    terminal.prompt();
    for await (const entered of terminal) {
      const line = entered.trim();
      if (line === "quit" || line === "exit") return;
      running = new AbortController();
      const { signal } = running;
      try {
        if (!isEmpty(line)) await execute(vpp, line, { signal });
      } catch (error) {
        if (signal.aborted) process.stderr.write("cancelled\n");
        else if (error instanceof VppApiError) process.stderr.write(`${said(error)}\n`);
        else throw error;
      } finally {
        running = null;
      }
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
}

/** As shells do at Ctrl-C: what has been typed stays above a new prompt. */
function giveUpLine(terminal: Interface): void {
  process.stdout.write("^C\n");
  terminal.write(null, { ctrl: true, name: "e" });
  terminal.write(null, { ctrl: true, name: "u" });
  terminal.prompt();
}

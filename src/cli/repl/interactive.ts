import { Console } from "node:console";
import { once } from "node:events";
import { noteLosses } from "../losses.ts";
import { hasColours, styleOf } from "../table/style.ts";
import { oneLine } from "../text.ts";
import { defineCommands } from "./commands.ts";
import { explainAtPrompt } from "./explain.ts";
import { historyPath, keepHistory } from "./history.ts";
import { render } from "./print/render.ts";
import { Screen } from "./screen.ts";
import { startServer } from "./server.ts";
import type { PromptSession } from "./session.ts";

/** Nobody reads more of a table on a terminal. */
const MAX_ROWS = 1000;

/** The prompt on a terminal, until it is left. */
export async function interactive({
  vpp,
  scope,
  inFlight,
  origins,
  verbose,
  about,
}: PromptSession): Promise<void> {
  const screen = new Screen(process.stdout);
  const note = (text: string): void => screen.print(oneLine(text));
  const failed = (error: unknown): void => {
    const text = explainAtPrompt(error, verbose);
    screen.print(verbose ? text : oneLine(text));
  };
  const colours = hasColours(process.stdout);

  screen.print(about);
  const server = startServer({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    colours,
    schema: () => vpp.schema,
    render: (value) => render(value, origins, { style: styleOf(process.stdout), colours, maxRows: MAX_ROWS }),
    failed,
    prompted: () => screen.prompted(server.repl),
  });
  const { repl } = server;
  screen.prompted(repl);
  const left = once(repl, "exit");
  repl.prependListener("line", () => screen.entered());
  repl.prependListener("SIGINT", () => {
    // At the prompt it is the line that is given up.
    if (server.isRunning) inFlight.cancel();
  });
  defineCommands(repl, { vpp, print: (text) => screen.print(text), failed });
  noteLosses(vpp, note);
  const restore = intercept(screen, colours, failed, scope);
  try {
    const history = historyPath();
    if (history !== null) {
      await keepHistory(repl, history).catch((error: unknown) =>
        note(`no history is kept: ${explainAtPrompt(error, false)}`),
      );
    }
    await left;
  } finally {
    restore();
  }
}

/** Lets the prompt's line survive what its own commands print and throw later, and gives them their names. */
function intercept(
  screen: Screen,
  colours: boolean,
  failed: (error: unknown) => void,
  scope: PropertyDescriptorMap,
): () => void {
  const { console } = globalThis;
  globalThis.console = new Console({ stdout: screen.stream, stderr: screen.stream, colorMode: colours });
  Object.defineProperties(globalThis, scope);
  process.on("uncaughtException", failed).on("unhandledRejection", failed);
  return () => {
    globalThis.console = console;
    process.off("uncaughtException", failed).off("unhandledRejection", failed);
  };
}

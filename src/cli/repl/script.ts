import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { UsageError } from "../exit-code.ts";
import { LineError, linesOf } from "../lines.ts";
import { noteLosses } from "../losses.ts";
import { ClosedOutput } from "../output.ts";
import { isClosedPipe, OutputError } from "../standard-streams.ts";
import { styleOf } from "../table/style.ts";
import { oneLine } from "../text.ts";
import { defineCommands } from "./commands.ts";
import { explainAtPrompt } from "./explain.ts";
import { render } from "./print/render.ts";
import { type Server, startServer } from "./server.ts";
import type { PromptSession } from "./session.ts";

/**
 * Runs the commands on standard input one after the other and prints their results, up to the first that fails.
 *
 * @throws LineError with the line that the failed command begins in; ClosedOutput when nobody reads any more.
 */
export async function script({ vpp, origins, scope }: PromptSession): Promise<void> {
  const failure = new Failure();
  const failed = (error: unknown): void => failure.report(error);
  const output = standardOutput(failed);
  const style = styleOf(process.stdout);
  let ready = (): void => {};
  const server = startServer({
    // Lines are handed over one by one, each when the one before it is done.
    input: new PassThrough(),
    output,
    terminal: false,
    colours: false,
    schema: () => vpp.schema,
    render: (value) => render(value, origins, { style, colours: false, maxRows: Number.POSITIVE_INFINITY }),
    failed,
    prompted: () => ready(),
  });
  const { repl } = server;
  const print = (text: string): void => {
    output.write(text.endsWith("\n") ? text : `${text}\n`);
  };
  defineCommands(repl, { vpp, print, failed });
  noteLosses(vpp, (text) => process.stderr.write(`${oneLine(text)}\n`));
  Object.defineProperties(globalThis, scope);
  process.on("uncaughtException", failed).on("unhandledRejection", failed);
  const enter = (line: string): Promise<void> =>
    new Promise((resolve) => {
      ready = resolve;
      repl.emit("line", line);
    });
  try {
    await Promise.race([runLines(server, failure, enter), once(repl, "exit"), failure.happened]);
  } finally {
    process.off("uncaughtException", failed).off("unhandledRejection", failed);
    repl.close();
  }
}

async function runLines(
  server: Server,
  failure: Failure,
  enter: (line: string) => Promise<void>,
): Promise<void> {
  let number = 0;
  for await (const lines of linesOf(process.stdin)) {
    for (const bytes of lines) {
      const line = bytes.toString("utf8").replace(/\r$/, "");
      number++;
      if (server.buffered === "") failure.line = number;
      if (isUnknown(server, line)) failure.report(new UsageError(`no command ${line.trim()}`));
      else await enter(line);
      if (failure.has) return;
    }
  }
  if (server.buffered !== "") failure.report(new SyntaxError("the command is not complete"));
}

/** A command of the prompt that there isn't; Node's prompt says so and goes on. */
function isUnknown({ repl, buffered }: Server, line: string): boolean {
  const [, name] = /^\s*\.([A-Za-z]\w*)/.exec(line) ?? [];
  return name !== undefined && buffered === "" && !(name in repl.commands);
}

/** The first failure, with the line that its command begins in. */
class Failure {
  line = 1;
  readonly happened: Promise<never>;
  #reject: (error: unknown) => void = () => {};
  #has = false;

  constructor() {
    this.happened = new Promise<never>((_resolve, reject) => {
      this.#reject = reject;
    });
    this.happened.catch(() => {});
  }

  get has(): boolean {
    return this.#has;
  }

  report(error: unknown): void {
    this.#has = true;
    const cause = { cause: error };
    this.#reject(
      error instanceof ClosedOutput || error instanceof OutputError
        ? error
        : new LineError(this.line, explainAtPrompt(error, false), cause),
    );
  }
}

/** Standard output, told of at once when nobody reads it any more. */
function standardOutput(failed: (error: unknown) => void): Writable {
  process.stdout.on("error", (error) =>
    failed(isClosedPipe(error) ? new ClosedOutput() : new OutputError(error)),
  );
  return new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      process.stdout.write(text, () => done());
    },
  });
}

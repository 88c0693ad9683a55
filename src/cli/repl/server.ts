import type { Completer, CompleterResult } from "node:readline";
import { type REPLEval, REPLServer, Recoverable, start } from "node:repl";
import { inspect, types } from "node:util";
import { Stream } from "../../protocol/index.ts";
import type { Schema } from "../../schema/index.ts";
import { complete } from "./complete/complete.ts";

/** What a prompt is run with. */
export interface ServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** False: lines come from `emit("line")`, nothing is edited, no prompt is shown. */
  readonly terminal: boolean;
  readonly colours: boolean;
  /** Definitions of now: another VPP may have others after a reconnect. */
  schema(): Schema;
  /** A result as text. */
  render(value: unknown): string;
  /** A command threw. */
  failed(error: unknown): void;
  /** It waits for a line, from now on. */
  prompted(): void;
}

/** Node's own prompt, and the lines of a command that isn't whole yet. */
export interface Server {
  readonly repl: REPLServer;
  /** Empty between commands. */
  readonly buffered: string;
  /** True while a command is evaluated, and what it gives awaited. */
  readonly isRunning: boolean;
}

/**
 * Starts Node's prompt: its own evaluation, so that `await` and `const` work as they do there, with results that are
 * awaited, completion from the API's definitions, and errors told to `failed`.
 */
export function startServer(options: ServerOptions): Server {
  let buffered = "";
  let isRunning = false;
  const repl = start({
    prompt: options.terminal ? "vpp-ts> " : "",
    input: options.input,
    output: options.output,
    terminal: options.terminal,
    useColors: options.colours,
    // One realm for the prompt and the client: values of one are instances of the other's classes.
    useGlobal: true,
    ignoreUndefined: true,
    breakEvalOnSigint: options.terminal,
    preview: false,
    writer: (value: unknown) => safely(options, value),
    ...errorsTo((error) => {
      isRunning = false;
      Reflect.set(repl, "lastError", error);
      options.failed(error);
      repl.clearBufferedCommand();
      repl.displayPrompt();
    }),
  });

  const evaluate = options.terminal ? interruptible(repl.eval) : repl.eval;
  replace(repl, "eval", (command: string, context: typeof repl.context, file: string, finish: Done) => {
    const done: Done = (...result) => {
      isRunning = false;
      // How many arguments there are tells a result from none.
      finish(...result);
      // Newer ones go on in the same line then, and show no prompt.
      if (result[0] instanceof Recoverable) options.prompted();
    };
    isRunning = true;
    evaluate.call(repl, command, context, file, (...result: Parameters<Done>) => {
      const [error, value] = result;
      if (error instanceof Recoverable) buffered = command;
      if (error === null && isPending(value)) {
        // A command of its own awaits it: keys typed meanwhile wait, and Ctrl-C ends it.
        Reflect.set(globalThis, PENDING, value);
        evaluate.call(repl, AWAIT_PENDING, context, file, done);
      } else done(...result);
    });
  });
  const forget = repl.clearBufferedCommand;
  replace(repl, "clearBufferedCommand", () => {
    buffered = "";
    forget.call(repl);
  });
  const display = repl.displayPrompt;
  replace(repl, "displayPrompt", (preserveCursor?: boolean) => {
    if (options.terminal) display.call(repl, preserveCursor);
    options.prompted();
  });
  const others = repl.completer as Completer;
  replace(repl, "completer", (line: string, done: (error: Error | null, result: CompleterResult) => void) => {
    // Newer ones have a command of several lines as one.
    const found = complete(options.schema(), line, line.includes("\n") ? "" : buffered);
    if (found === null || found.candidates.length === 0) Reflect.apply(others, repl, [line, done]);
    else done(null, [[...found.candidates], found.typed]);
  });
  repl.prependListener("line", (line: string) => {
    if (repl.editorMode) buffered += `${line}\n`;
  });
  return {
    repl,
    get buffered() {
      return buffered;
    },
    get isRunning() {
      return isRunning;
    },
  };
}

/** What a command gave, while it is awaited. */
const PENDING = Symbol.for("vpp-ts repl: pending");
const AWAIT_PENDING = `await globalThis[Symbol.for(${JSON.stringify(PENDING.description)})]\n`;

function isPending(value: unknown): boolean {
  return types.isPromise(value) || value instanceof Stream;
}

/**
 * Node takes the listeners to SIGINT away while it evaluates, after it has taken the signal over itself: with the
 * last of them the signal's default is back, and Ctrl-C would end the process (Node 20 to 24). So they go before.
 */
function interruptible(evaluate: REPLEval): REPLEval {
  return function (this: REPLServer, ...args) {
    const listeners = process.rawListeners("SIGINT");
    process.removeAllListeners("SIGINT");
    try {
      evaluate.apply(this, args);
    } finally {
      for (const listener of listeners) process.on("SIGINT", listener as NodeJS.SignalsListener);
    }
  };
}

type Done = (error: Error | null, result?: unknown) => void;

/** Methods that Node looks up on the object each time it calls them. */
function replace(
  repl: REPLServer,
  name: "eval" | "clearBufferedCommand" | "displayPrompt" | "completer",
  method: (...args: never[]) => void,
): void {
  Reflect.set(repl, name, method);
}

/**
 * Has Node's prompt hand over what commands throw, instead of printing it with its stack. Node 26 has an option for
 * that. Before, it ran commands in a domain (node:domain) and sent errors there (lib/repl.js of Node 20 to 24): one
 * in its place runs them as they are.
 */
function errorsTo(failed: (error: unknown) => void): object {
  if ("_handleError" in REPLServer.prototype) {
    const handleError = (error: unknown): string => {
      failed(error);
      return "ignore";
    };
    return { handleError };
  }
  const domain = {
    bind: (run: unknown) => run,
    on: () => domain,
    emit: (_event: string, error: unknown) => {
      failed(error);
      return true;
    },
  };
  return { domain };
}

/** What an object's own inspection throws is no reason to end. */
function safely({ render, colours }: ServerOptions, value: unknown): string {
  try {
    return render(value);
  } catch (error) {
    return inspect(error, { colors: colours });
  }
}

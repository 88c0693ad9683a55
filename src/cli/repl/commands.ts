import type { REPLServer } from "node:repl";
import type { EventSubscription, Vpp } from "../../client/index.ts";
import { didYouMean, fieldsToJson } from "../../codec/index.ts";
import { describe } from "../api/describe.ts";
import { textOf } from "../api/show.ts";
import { eventLine } from "../events.ts";
import { UsageError } from "../exit-code.ts";
import { styleOf } from "../table/style.ts";
import { eventsOf } from "./complete/complete.ts";

export interface CommandHost {
  readonly vpp: Vpp;
  print(text: string): void;
  failed(error: unknown): void;
}

/** Adds `.help` and `.events` to a prompt. */
export function defineCommands(repl: REPLServer, host: CommandHost): void {
  const listening = new EventPrinter(host);
  const define = (name: string, help: string, action: (text: string) => void | Promise<void>): void => {
    repl.defineCommand(name, {
      help,
      async action(text) {
        try {
          await action(text.trim());
        } catch (error) {
          host.failed(error);
        }
        this.displayPrompt();
      },
    });
  };
  define("help", "List these, or .help MESSAGE: what the definitions say of a message or type", (name) => {
    if (name === "") host.print(listOf(repl));
    else
      host.print(
        name
          .split(/\s+/)
          .map((one) => textOf(describe(host.vpp.schema, one)))
          .join("\n"),
      );
  });
  define("events", "Print events as they come: .events EVENT…, or off; alone, say which", (text) =>
    listening.command(text === "" ? [] : text.split(/\s+/)),
  );
}

function listOf(repl: REPLServer): string {
  const commands = Object.entries(repl.commands).sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...commands.map(([name]) => name.length));
  return [
    ...commands.map(([name, command]) => `.${name.padEnd(width)}  ${command?.help ?? ""}`.trimEnd()),
    "",
    "vpp is the connection and api its requests: api.show_version(), api.ip_route_dump({ table: { table_id: 0 } }).",
    "Answers are awaited. Tab completes messages, fields and members of enums. Ctrl-C cancels a call, Ctrl-D leaves.",
  ].join("\n");
}

/** What `.events` listens to. */
class EventPrinter {
  readonly #host: CommandHost;
  readonly #subscriptions = new Map<string, EventSubscription>();

  constructor(host: CommandHost) {
    this.#host = host;
  }

  async command(names: readonly string[]): Promise<void> {
    if (names.length === 1 && names[0] === "off") await this.#off();
    else
      await Promise.all(names.filter((name) => !this.#subscriptions.has(name)).map((name) => this.#on(name)));
    const all = [...this.#subscriptions.keys()].join(", ");
    this.#host.print(all === "" ? "listening to no events" : `listening to ${all}`);
  }

  async #on(name: string): Promise<void> {
    const { vpp, print } = this.#host;
    const known = eventsOf(vpp.schema);
    const message = known.has(name) ? vpp.schema.messages.get(name) : undefined;
    if (message === undefined) {
      throw new UsageError(`no event ${JSON.stringify(name.slice(0, 64))}${didYouMean(name, known)}`);
    }
    const subscription = vpp.on(name, (event) => {
      const time = new Date().toISOString();
      print(eventLine(time, name, fieldsToJson(message, event), styleOf(process.stdout)));
    });
    try {
      await subscription.ready;
      this.#subscriptions.set(name, subscription);
    } catch (error) {
      await subscription.close();
      throw error;
    }
  }

  async #off(): Promise<void> {
    const all = [...this.#subscriptions.values()];
    this.#subscriptions.clear();
    await Promise.all(all.map((subscription) => subscription.close()));
  }
}

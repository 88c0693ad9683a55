import { once } from "node:events";
import type { JsonObject } from "../../codec/index.ts";
import type { MessageTable } from "../../protocol/index.ts";
import {
  createRecording,
  namesOf,
  type ProxyHost,
  packDefinitions,
  RecordingFile,
  TraceProxy,
} from "../../trace/index.ts";
import { defaultAddress, formatAddress, parseAddress, type SocketAddress } from "../../transport/index.ts";
import { UsageError } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import { styleOf } from "../table/style.ts";
import { oneLine } from "../text.ts";
import { LiveDefinitions } from "./live-definitions.ts";
import { LiveOutput } from "./live-output.ts";
import { type TraceFormat, TracePrinter } from "./printer.ts";

export interface TraceCommand extends ConnectionArguments {
  /** Where clients connect: a path or `abstract:name`. */
  readonly listen: string;
  /** Bits of a file's mode: who may connect. */
  readonly mode?: number;
  readonly format: TraceFormat;
  /** Prints nothing of what passes. */
  readonly quiet: boolean;
  /** The file that all of it goes to. */
  readonly record?: string;
}

/**
 * `vpp-ts trace`: stands between clients and VPP until it is interrupted, prints what passes and records it.
 *
 * @throws UsageError for addresses that can't be, definitions that can't be read, a recording that is there
 * already; the error of a socket that can't be listened on.
 */
export async function trace(command: TraceCommand): Promise<void> {
  const { path, vpp } = addresses(command);
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const definitions = new LiveDefinitions(command, (error) => note(`no definitions: ${textOf(error)}`));
    const start = Date.now() * 1000;
    const recording = await startRecording(command.record, start);
    const live = new LiveOutput(end);
    const printer = new TracePrinter(live.output, command.format, styleOf(process.stdout));
    printer.origin = start;
    await definitions.ask();
    if (recording !== null) await keepDefinitions(definitions, recording);
    const host = hostFor({ definitions, recording, live, printer, quiet: command.quiet });
    const proxy = await TraceProxy.start({ listen: path, vpp, ...modeOf(command) }, host);
    note(`listening on ${command.listen}, for VPP on ${formatAddress(vpp)}`);
    if (!stop.signal.aborted) await once(stop.signal, "abort");
    await proxy.close();
    await recording?.end(performance.timeOrigin * 1000 + performance.now() * 1000);
    if (recording !== null) note(`recorded ${recording.messages} messages in ${command.record}`);
    await live.end();
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
  }
}

function modeOf({ mode }: TraceCommand): { mode?: number } {
  return mode === undefined ? {} : { mode };
}

interface Parts {
  readonly definitions: LiveDefinitions;
  readonly recording: RecordingFile | null;
  readonly live: LiveOutput;
  readonly printer: TracePrinter;
  readonly quiet: boolean;
}

function hostFor({ definitions, recording, live, printer, quiet }: Parts): ProxyHost {
  const print = (lines: () => boolean): void => {
    if (quiet) return;
    live.print(lines, (missed) =>
      printer.note(null, null, "missed", `${missed} lines are left out: nobody reads this fast enough`, {
        missed,
      }),
    );
  };
  const event = (connection: number, time: number, kind: string, text: string, more: JsonObject): void =>
    print(() => printer.note(connection, time, kind, text, more));
  return {
    names: namesOf(null),
    get codecs() {
      return definitions.codecs;
    },
    learnt: (table: MessageTable) => definitions.learnt(table),
    opened(connection, time) {
      recording?.open(connection, time);
      event(connection, time, "open", "client connected", {});
    },
    message(connection, passed) {
      recording?.frame(connection, passed.from, passed.payload, passed.time ?? 0);
      print(() => printer.message(connection, passed, definitions.codecs));
    },
    skipped(connection, from, size, time) {
      recording?.lost(time);
      event(connection, time, "skipped", `a message of ${size} bytes from ${from} isn't read`, {
        from,
        size,
      });
    },
    unreadable(connection, from, reason, time) {
      event(connection, time, "unreadable", `what follows from ${from} can't be read: ${reason}`, {
        from,
        reason,
      });
    },
    closed(connection, by, reason, time) {
      recording?.close(connection, time, by, reason);
      event(connection, time, "close", `closed by ${by}${reason === "" ? "" : `: ${reason}`}`, {
        by,
        reason,
      });
    },
  };
}

/** Has them in the recording before the first message, and again whenever VPP comes back with others. */
async function keepDefinitions(definitions: LiveDefinitions, recording: RecordingFile): Promise<void> {
  let kept: Promise<void> = Promise.resolve();
  definitions.listen((json) => {
    kept = packDefinitions(json).then((packed) => recording.definitions(packed));
  });
  await kept;
}

async function startRecording(path: string | undefined, start: number): Promise<RecordingFile | null> {
  if (path === undefined) return null;
  try {
    const target = await createRecording(path);
    const recording: RecordingFile = new RecordingFile(target, start, (error) =>
      note(
        `recording ended after ${recording.messages} messages, tracing goes on: ${path}: ${error.message}`,
      ),
    );
    return recording;
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw exists ? new UsageError(`${path} is there already: no recording overwrites it`) : error;
  }
}

function addresses(command: TraceCommand): { readonly path: string; readonly vpp: SocketAddress } {
  const listen = parseAddress(command.listen);
  const vpp = parseAddress(command.socket ?? defaultAddress());
  if (listen.kind === "tcp") {
    throw new UsageError(
      `--listen ${command.listen}: a path or abstract:name, for VPP asks nobody who he is`,
    );
  }
  if (formatAddress(listen) === formatAddress(vpp)) {
    throw new UsageError(`--listen and --socket are both ${formatAddress(vpp)}`);
  }
  return { path: listen.kind === "unix" ? listen.path : `\0${listen.name}`, vpp };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function note(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}

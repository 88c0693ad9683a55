import type { Codecs, JsonObject } from "../../codec/index.ts";
import { errnoName } from "../../errors/index.ts";
import { contentsOf, type Passed } from "../../trace/index.ts";
import type { Output } from "../output.ts";
import { cellsOf } from "../table/cells.ts";
import { legible } from "../table/legible.ts";
import type { Style } from "../table/style.ts";
import { jsonText, oneLine } from "../text.ts";
import type { NameFilter } from "./name-filter.ts";

/** Characters of a line for people: the definitions that VPP tells its clients are 3 MB. */
const MAX_LINE = 2000;

export interface TraceFormat {
  readonly json: boolean;
  /** Times count from the beginning. */
  readonly relative: boolean;
  /** The bytes too. */
  readonly hex: boolean;
  readonly filter: NameFilter;
}

/** Prints what passed on many connections, a line each. */
export class TracePrinter {
  readonly #output: Output;
  readonly #format: TraceFormat;
  readonly #style: Style;
  /** Microseconds since 1970 at time 0 of what is printed; null where nothing is known of it. */
  epoch: number | null = 0;
  /** The time that relative ones count from. */
  origin = 0;

  constructor(output: Output, format: TraceFormat, style: Style) {
    this.#output = output;
    this.#format = format;
    this.#style = style;
  }

  /** True when the output is to be flushed, which is the caller's to do. */
  message(connection: number, passed: Passed, codecs: Codecs | null): boolean {
    const { filter, json } = this.#format;
    if (!filter(passed.name)) return false;
    const contents = contentsOf(passed, codecs);
    return json ? this.#json(connection, passed, contents) : this.#text(connection, passed, contents, codecs);
  }

  /** Something that happened to a connection, or to all of them. */
  note(
    connection: number | null,
    time: number | null,
    event: string,
    text: string,
    more: JsonObject = {},
  ): boolean {
    if (this.#format.json) {
      const which = connection === null ? {} : { connection };
      return this.#output.line(jsonText({ ...this.#timeJson(time), ...which, event, ...more }));
    }
    const which = connection === null ? [] : [`#${connection}`];
    return this.#output.line([...this.#timeText(time), ...which, this.#style.dim(oneLine(text))].join(" "));
  }

  #json(connection: number, passed: Passed, contents: ReturnType<typeof contentsOf>): boolean {
    const { from, time, id, name, payload } = passed;
    const latency = latencyOf(passed);
    return this.#output.line(
      jsonText({
        ...this.#timeJson(time),
        connection,
        from,
        message: name,
        ...(name === null ? { id } : {}),
        ...(passed.request === null ? {} : { request: passed.request.name }),
        ...(latency === null ? {} : { latency_us: Math.round(latency) }),
        ...("fields" in contents ? { fields: contents.fields } : { error: contents.unreadable }),
        ...(this.#format.hex || !("fields" in contents) ? { hex: payload.toString("hex") } : {}),
      }),
    );
  }

  #text(
    connection: number,
    passed: Passed,
    contents: ReturnType<typeof contentsOf>,
    codecs: Codecs | null,
  ): boolean {
    const { from, time, id, name, payload } = passed;
    const latency = latencyOf(passed);
    const parts = [
      ...this.#timeText(time),
      `#${connection}`,
      from === "client" ? "->" : "<-",
      this.#style.bold(oneLine(name ?? `message ${id}`)),
      ...(latency === null ? [] : [this.#style.dim(duration(latency))]),
      "fields" in contents
        ? fieldsText(shown(name, contents.fields, codecs))
        : `(${payload.length} bytes: ${contents.unreadable})`,
    ];
    const full = this.#output.line(cut(parts.filter((part) => part !== "").join(" ")));
    if (!this.#format.hex) return full;
    return this.#output.line(hexText(payload)) || full;
  }

  #timeJson(time: number | null): JsonObject {
    if (time === null) return {};
    if (!this.#format.relative && this.epoch !== null) return { time: isoTime(this.epoch + time) };
    return { time: Math.round(time - this.origin) / 1e6 };
  }

  #timeText(time: number | null): string[] {
    if (time === null) return [];
    const text =
      this.#format.relative || this.epoch === null
        ? ((time - this.origin) / 1e6).toFixed(6).padStart(11)
        : isoTime(this.epoch + time).slice(11, -1);
    return [this.#style.dim(text)];
  }
}

function latencyOf({ time, request }: Passed): number | null {
  return time === null || request === null || request.time === null ? null : time - request.time;
}

function isoTime(microseconds: number): string {
  const whole = Math.round(microseconds);
  const milliseconds = Math.floor(whole / 1000);
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(whole - milliseconds * 1000).padStart(3, "0")}Z`;
}

function duration(microseconds: number): string {
  if (microseconds < 1000) return `${Math.round(microseconds)}us`;
  return microseconds < 1e6 ? `${(microseconds / 1000).toFixed(2)}ms` : `${(microseconds / 1e6).toFixed(2)}s`;
}

function shown(name: string | null, fields: JsonObject, codecs: Codecs | null): JsonObject {
  const message = name === null ? undefined : codecs?.schema.messages.get(name);
  return message === undefined ? fields : legible(message, fields);
}

function fieldsText({ client_index: _, ...fields }: JsonObject): string {
  return cellsOf(fields)
    .map(([field, text]) => `${field}=${oneLine(cut(text))}${field === "retval" ? errnoText(text) : ""}`)
    .join(" ");
}

function errnoText(retval: string): string {
  const name = retval.startsWith("-") ? errnoName(Number(retval)) : null;
  return name === null ? "" : ` (${name})`;
}

function cut(text: string): string {
  return text.length <= MAX_LINE ? text : `${text.slice(0, MAX_LINE)}... (${text.length} characters)`;
}

/** Offset, sixteen bytes in hex, the same as text: as hexdump -C has it. */
function hexText(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = row.toString("hex").replace(/../g, "$& ").padEnd(48);
    const text = row.toString("latin1").replace(/[^\x20-\x7e]/g, ".");
    lines.push(`  ${at.toString(16).padStart(4, "0")}  ${hex} ${text}`);
  }
  return lines.join("\n");
}

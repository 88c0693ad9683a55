import type { Readable } from "node:stream";
import type { Fields } from "../../codec/index.ts";
import type { Schema } from "../../schema/index.ts";
import { readObject } from "../fields/fields.ts";
import { atLine, linesOf, lineText } from "../lines.ts";
import { findRequest, type Request, readFields } from "./request.ts";

/** What one line asks for. */
export interface CallLine {
  readonly number: number;
  readonly request: Request;
  readonly fields: Fields;
}

/** Turns lines into requests: `{"message":…,"fields":{…}}`, or where a message is named, its fields alone. */
export class Requests {
  readonly #schema: Schema;
  readonly #named: Request | null;
  readonly #arguments: readonly string[];
  readonly #known = new Map<string, Request>();

  /** `fields` change those of every line. @throws UsageError for a message named that is no request. */
  constructor(
    schema: Schema,
    { message, fields }: { readonly message?: string; readonly fields: readonly string[] },
  ) {
    this.#schema = schema;
    this.#named = message === undefined ? null : findRequest(schema, message);
    this.#arguments = fields;
  }

  /** @throws Error that says what is wrong. */
  read(text: string): Pick<CallLine, "request" | "fields"> {
    const line = readObject(text, "");
    if (this.#named !== null) {
      return { request: this.#named, fields: readFields(this.#named, this.#arguments, line) };
    }
    const { message, fields = {} } = line;
    if (typeof message !== "string")
      throw new Error('expected an object whose "message" is the name of a request');
    if (!isObject(fields)) throw new Error(`${message.slice(0, 64)}: expected "fields" to be an object`);
    const request = this.#request(message);
    return { request, fields: readFields(request, [], fields) };
  }

  #request(name: string): Request {
    const request = this.#known.get(name) ?? findRequest(this.#schema, name);
    this.#known.set(name, request);
    return request;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The calls on a stream, a line each; blank lines are none. @throws LineError for the first that is wrong. */
export async function* callLines(input: Readable, requests: Requests): AsyncGenerator<CallLine> {
  let number = 0;
  for await (const lines of linesOf(input)) {
    for (const bytes of lines) {
      number++;
      const text = lineText(number, bytes);
      if (text.trim() === "") continue;
      let line: Pick<CallLine, "request" | "fields">;
      try {
        line = requests.read(text);
      } catch (error) {
        throw atLine(number, error);
      }
      yield { number, ...line };
    }
  }
}

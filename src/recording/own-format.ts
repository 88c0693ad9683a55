import { VppRecordingError } from "../errors/index.ts";
import {
  FRAME_HEAD,
  HEADER_SIZE,
  HELLO_HEAD,
  KIND,
  MAGIC,
  MAX_DEFINITIONS,
  MAX_REASON,
  MAX_TABLES,
  SIDES,
  VERSION,
} from "./layout.ts";
import type { Grammar } from "./parse.ts";
import { MAX_PAYLOAD, type TraceRecord } from "./record.ts";

/** A table of 65,535 entries. */
const MAX_TABLE = 2 + 65_535 * 66;
/** A safe integer's upper half. */
const MAX_HIGH = 2 ** 21;

/** The format that docs/trace.md describes; `emit` hears of each record. */
export function* ownFormat(emit: (record: TraceRecord) => void): Grammar {
  const head = yield { bytes: HEADER_SIZE };
  if (!head.bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw wrong(0, "no recording of API messages");
  const version = head.bytes.readUInt16BE(8);
  if (version < 1 || version > VERSION)
    throw wrong(8, `version ${version} of the format, up to ${VERSION} are understood`);
  emit({ kind: "header", format: "vpp-ts", start: u64(head.bytes, 12, 0), table: null, wrapped: false });
  const tables: Buffer[] = [];
  for (;;) {
    const { bytes: start, offset } = yield { bytes: 5, mayEnd: true };
    const [kind = 0, size] = [start[4], start.readUInt32BE(0) - 1];
    checkSize(kind, size, offset);
    const { bytes: body } = yield { bytes: size };
    if (kind === KIND.table) {
      if (tables.length === MAX_TABLES) throw wrong(offset, `more than ${MAX_TABLES} message tables`);
      // A copy: what it is cut from may be much larger, and tables are kept.
      tables.push(Buffer.from(body));
      continue;
    }
    emit(read(kind, body, offset, tables));
    if (kind === KIND.end) return;
  }
}

/** Least and most bytes of each kind, without length and kind. */
const SIZES: Readonly<Record<number, readonly [number, number]>> = {
  [KIND.table]: [1, MAX_TABLE],
  [KIND.open]: [12, 12],
  [KIND.frame]: [FRAME_HEAD - 1 + 2, FRAME_HEAD - 1 + MAX_PAYLOAD],
  [KIND.hello]: [16 + HELLO_HEAD, 16 + HELLO_HEAD],
  [KIND.close]: [13, 13 + MAX_REASON],
  [KIND.lost]: [16, 16],
  [KIND.end]: [8, 8],
  [KIND.definitions]: [1, MAX_DEFINITIONS],
};

function checkSize(kind: number, size: number, offset: number): void {
  const sizes = SIZES[kind];
  if (sizes === undefined) throw wrong(offset, `a record of kind ${kind}`);
  const [least, most] = sizes;
  if (size < least || size > most) throw wrong(offset, `a record of kind ${kind} with ${size} bytes`);
}

function read(kind: number, body: Buffer, offset: number, tables: readonly Buffer[]): TraceRecord {
  if (kind === KIND.end) return { kind: "end", time: u64(body, 0, offset) };
  if (kind === KIND.lost) return { kind: "lost", time: u64(body, 0, offset), messages: u64(body, 8, offset) };
  if (kind === KIND.definitions) return { kind: "definitions", brotli: Buffer.from(body) };
  const connection = body.readUInt32BE(0);
  const time = u64(body, 4, offset);
  switch (kind) {
    case KIND.open:
      return { kind: "open", connection, time };
    case KIND.hello: {
      const number = body.readUInt32BE(12);
      const table = tables[number];
      if (table === undefined) throw wrong(offset, `message table ${number} of ${tables.length}`);
      return {
        kind: "frame",
        connection,
        time,
        from: "vpp",
        payload: Buffer.concat([body.subarray(16), table]),
      };
    }
  }
  const by = SIDES[body[12] ?? 0];
  if (by === undefined) throw wrong(offset, `a record by side ${body[12]}`);
  if (kind === KIND.close) return { kind: "close", connection, time, by, reason: body.toString("utf8", 13) };
  if (by === "trace") throw wrong(offset, "a message sent by neither side");
  return { kind: "frame", connection, time, from: by, payload: body.subarray(13) };
}

function u64(body: Buffer, at: number, offset: number): number {
  const high = body.readUInt32BE(at);
  if (high >= MAX_HIGH) throw wrong(offset, "a number beyond 2^53");
  return high * 2 ** 32 + body.readUInt32BE(at + 4);
}

function wrong(offset: number, text: string): VppRecordingError {
  return new VppRecordingError(offset, text);
}

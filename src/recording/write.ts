import { ids } from "../protocol/index.ts";
import {
  FRAME_HEAD,
  HEADER_SIZE,
  HELLO_HEAD,
  KIND,
  MAGIC,
  MAX_REASON,
  MAX_TABLES,
  SIDES,
  VERSION,
} from "./layout.ts";
import type { Side } from "./record.ts";

/** Tables that a reply is compared with before it is written out anew: VPPs come back with the same. */
const REMEMBERED = 4;

/** Makes the bytes of a recording; each call gives whole records. */
export class RecordingWriter {
  #tables: { readonly number: number; readonly bytes: Buffer }[] = [];
  #count = 0;

  /** @param start microseconds since 1970 */
  header(start: number): Buffer {
    const bytes = Buffer.alloc(HEADER_SIZE);
    MAGIC.copy(bytes);
    bytes.writeUInt16BE(VERSION, 8);
    bytes.writeBigUInt64BE(BigInt(Math.round(start)), 12);
    return bytes;
  }

  open(connection: number, time: number): Buffer {
    return record(KIND.open, 12, (body) => at(body, connection, time));
  }

  frame(connection: number, time: number, from: Side, payload: Buffer): Buffer {
    const { length } = payload;
    if (from === "vpp" && length > HELLO_HEAD && payload.readUInt16BE(0) === ids.SOCKCLNT_CREATE_REPLY) {
      const hello = this.#hello(connection, time, payload);
      if (hello !== null) return hello;
    }
    return record(KIND.frame, FRAME_HEAD - 1 + length, (body) => {
      at(body, connection, time);
      body[12] = SIDES.indexOf(from);
      payload.copy(body, 13);
    });
  }

  close(connection: number, time: number, by: Side | "trace", reason: string): Buffer {
    const text = Buffer.from(reason, "utf8").subarray(0, MAX_REASON);
    return record(KIND.close, 13 + text.length, (body) => {
      at(body, connection, time);
      body[12] = SIDES.indexOf(by);
      text.copy(body, 13);
    });
  }

  lost(time: number, messages: number): Buffer {
    return record(KIND.lost, 16, (body) => {
      u64(body, 0, time);
      u64(body, 8, messages);
    });
  }

  /** @param brotli at most 16 MiB */
  definitions(brotli: Buffer): Buffer {
    return record(KIND.definitions, brotli.length, (body) => brotli.copy(body));
  }

  end(time: number): Buffer {
    return record(KIND.end, 8, (body) => u64(body, 0, time));
  }

  /** The table of 140 kB goes into the file once, not with each connection. */
  #hello(connection: number, time: number, payload: Buffer): Buffer | null {
    const rest = payload.subarray(HELLO_HEAD);
    let known = this.#tables.find(({ bytes }) => bytes.equals(rest));
    const parts: Buffer[] = [];
    if (known === undefined) {
      if (this.#count === MAX_TABLES) return null;
      known = { number: this.#count++, bytes: Buffer.from(rest) };
      this.#tables = [known, ...this.#tables].slice(0, REMEMBERED);
      parts.push(record(KIND.table, rest.length, (body) => rest.copy(body)));
    }
    const { number } = known;
    parts.push(
      record(KIND.hello, 16 + HELLO_HEAD, (body) => {
        at(body, connection, time);
        body.writeUInt32BE(number, 12);
        payload.copy(body, 16, 0, HELLO_HEAD);
      }),
    );
    return Buffer.concat(parts);
  }
}

function record(kind: number, size: number, fill: (body: Buffer) => void): Buffer {
  const bytes = Buffer.allocUnsafe(5 + size);
  bytes.writeUInt32BE(1 + size, 0);
  bytes[4] = kind;
  fill(bytes.subarray(5));
  return bytes;
}

function at(body: Buffer, connection: number, time: number): void {
  body.writeUInt32BE(connection, 0);
  u64(body, 4, time);
}

/** Safe integers only, and so without bigint. */
function u64(body: Buffer, offset: number, value: number): void {
  const whole = Math.max(0, Math.round(value));
  body.writeUInt32BE(Math.floor(whole / 2 ** 32), offset);
  body.writeUInt32BE(whole >>> 0, offset + 4);
}

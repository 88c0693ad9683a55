import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { VppRecordingError } from "../errors/index.ts";
import { type Ending, RecordingReader, RecordingWriter, type Side, type TraceRecord } from "./index.ts";
import { MAX_TABLES } from "./layout.ts";

const START = 1_795_398_000_123_456;

function read(file: Buffer, size = file.length): { records: TraceRecord[]; ending: Ending } {
  const records: TraceRecord[] = [];
  const reader = new RecordingReader((record) => records.push(record));
  for (let at = 0; at < file.length; at += size) reader.push(file.subarray(at, at + size));
  return { records, ending: reader.finish() };
}

/** Buffers as hex: a subarray and a copy are then equal. */
function plain(records: readonly TraceRecord[]): unknown[] {
  return records.map((record) =>
    record.kind === "frame" ? { ...record, payload: record.payload.toString("hex") } : { ...record },
  );
}

function helloReply(index: number, entries: readonly string[]): Buffer {
  const payload = Buffer.alloc(20 + entries.length * 66);
  payload.writeUInt16BE(16);
  payload.writeUInt32BE(index, 14);
  payload.writeUInt16BE(entries.length, 18);
  for (const [i, name] of entries.entries()) {
    payload.writeUInt16BE(100 + i, 20 + i * 66);
    payload.write(name, 22 + i * 66);
  }
  return payload;
}

const HEADER: TraceRecord = { kind: "header", format: "vpp-ts", start: START, table: null, wrapped: false };
const frame = (connection: number, time: number, from: Side, hex: string): TraceRecord => ({
  kind: "frame",
  connection,
  time,
  from,
  payload: Buffer.from(hex, "hex"),
});

function bytesOf(writer: RecordingWriter, record: TraceRecord): Buffer {
  switch (record.kind) {
    case "header":
      return writer.header(record.start ?? 0);
    case "open":
      return writer.open(record.connection, record.time);
    case "frame":
      return writer.frame(record.connection, record.time ?? 0, record.from, record.payload);
    case "close":
      return writer.close(record.connection, record.time, record.by, record.reason);
    case "definitions":
      return writer.definitions(record.brotli);
    case "lost":
      return writer.lost(record.time, record.messages);
    case "end":
      return writer.end(record.time);
  }
}

function write(records: readonly TraceRecord[]): Buffer {
  const writer = new RecordingWriter();
  return Buffer.concat(records.map((record) => bytesOf(writer, record)));
}

const SESSION: readonly TraceRecord[] = [
  HEADER,
  { kind: "definitions", brotli: Buffer.from("any bytes") },
  { kind: "open", connection: 1, time: 0 },
  frame(1, 10, "client", "000f0000000776707000"),
  { ...frame(1, 900, "vpp", ""), payload: helloReply(0x8000_0001, ["show_version_51077d14"]) } as TraceRecord,
  frame(1, 2 ** 40, "client", "00640000000100000002"),
  { kind: "lost", time: 2 ** 41, messages: 5 },
  { kind: "close", connection: 1, time: 2 ** 52, by: "trace", reason: "für VPP" },
  { kind: "end", time: 2 ** 52 + 1 },
];

describe("a recording", () => {
  it("is read as it was written, whole and byte by byte", () => {
    const file = write(SESSION);
    for (const size of [file.length, 1, 7]) {
      const { records, ending } = read(file, size);
      assert.deepEqual(plain(records), plain(SESSION));
      assert.deepEqual(ending, { kind: "whole" });
    }
  });

  it("is read as version 1 wrote it, without definitions", () => {
    const records = SESSION.filter(({ kind }) => kind !== "definitions");
    const file = write(records);
    file.writeUInt16BE(1, 8);
    assert.deepEqual(plain(read(file).records), plain(records));
  });

  it("holds whatever there was, however it is cut into pieces", () => {
    const side = fc.constantFrom("client", "vpp") as fc.Arbitrary<Side>;
    const connection = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const time = fc.maxSafeNat();
    const record: fc.Arbitrary<TraceRecord> = fc.oneof(
      fc.record({ kind: fc.constant("open" as const), connection, time }),
      fc.record({
        kind: fc.constant("frame" as const),
        connection,
        time,
        from: side,
        payload: fc.uint8Array({ minLength: 2, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      }),
      fc.record({
        kind: fc.constant("frame" as const),
        connection,
        time,
        from: fc.constant("vpp" as const),
        payload: fc
          .array(fc.stringMatching(/^[a-z_]{1,20}$/), { maxLength: 4 })
          .map((names) => helloReply(7, names)),
      }),
      fc.record({ kind: fc.constant("close" as const), connection, time, by: side, reason: fc.string() }),
      fc.record({ kind: fc.constant("lost" as const), time, messages: fc.maxSafeNat() }),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.integer({ min: 1, max: 100 }), (some, size) => {
        const { records, ending } = read(write([HEADER, ...some]), size);
        assert.deepEqual(plain(records), plain([HEADER, ...some]));
        assert.deepEqual(ending, { kind: "whole" });
      }),
      { seed: 606, numRuns: 200 },
    );
  });

  it("cut anywhere gives what came before and says where it stops", () => {
    const file = write(SESSION);
    const whole = read(file).records;
    const boundaries = new Set<number>();
    for (let at = 20; at < file.length; at += 4 + file.readUInt32BE(at)) boundaries.add(at);
    for (let length = 0; length < file.length; length++) {
      const { records, ending } = read(file.subarray(0, length));
      assert.deepEqual(plain(records), plain(whole).slice(0, records.length));
      assert.equal(ending.kind, boundaries.has(length) ? "whole" : "cut");
      if (ending.kind === "cut") assert.ok(ending.offset <= length);
    }
  });

  it("has the message table of many connections once, and each reply whole", () => {
    const names = Array.from({ length: 2000 }, (_, i) => `message_${i}_51077d14`);
    const frames = Array.from(
      { length: 50 },
      (_, i): TraceRecord => ({
        ...(frame(i, i, "vpp", "") as Extract<TraceRecord, { kind: "frame" }>),
        payload: helloReply(0x8000_0000 + i, names),
      }),
    );
    const file = write([HEADER, ...frames]);
    assert.ok(file.length < 140_000, `${file.length} bytes`);
    assert.deepEqual(plain(read(file).records).slice(1), plain(frames));
  });

  it("keeps replies with ever other tables as ordinary messages at last", () => {
    const frames = Array.from(
      { length: MAX_TABLES + 3 },
      (_, i): TraceRecord => ({
        ...(frame(1, i, "vpp", "") as Extract<TraceRecord, { kind: "frame" }>),
        payload: helloReply(1, [`m_${i}`]),
      }),
    );
    assert.deepEqual(plain(read(write([HEADER, ...frames])).records).slice(1), plain(frames));
  });

  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const record = (kind: number, body: Buffer) =>
    Buffer.concat([u32(1 + body.length), Buffer.from([kind]), body]);
  const head = new RecordingWriter().header(START);
  const version = Buffer.from(head);
  version.writeUInt16BE(3, 8);
  const wrong: [string, Buffer, number, RegExp][] = [
    ["another beginning", Buffer.from("VPPTSxxx............"), 0, /no recording/],
    ["a later version", version, 8, /version 3/],
    ["a kind that isn't known", Buffer.concat([head, record(99, Buffer.alloc(3))]), 20, /kind 99/],
    ["a record without length", Buffer.concat([head, u32(0), Buffer.alloc(5)]), 20, /with -1 bytes|kind 0/],
    [
      "a length beyond all",
      Buffer.concat([head, u32(2 ** 32 - 1), Buffer.from([3])]),
      20,
      /4294967294 bytes/,
    ],
    ["a message too short for an id", Buffer.concat([head, record(3, Buffer.alloc(14))]), 20, /14 bytes/],
    ["a table that isn't there", Buffer.concat([head, record(4, Buffer.alloc(34))]), 20, /table 0 of 0/],
    ["a side that isn't there", Buffer.concat([head, record(3, Buffer.alloc(20, 9))]), 20, /2\^53|side 9/],
    [
      "a message from the tracer",
      Buffer.concat([head, record(3, Buffer.from(`${"\0".repeat(12)}\x02abc`))]),
      20,
      /neither/,
    ],
    ["a time beyond numbers", Buffer.concat([head, record(7, Buffer.alloc(8, 0xff))]), 20, /2\^53/],
    [
      "bytes behind the end",
      Buffer.concat([write(SESSION), Buffer.from("x")]),
      write(SESSION).length,
      /nothing should follow/,
    ],
  ];
  for (const [what, file, offset, text] of wrong) {
    it(`refuses ${what}, and says where`, () => {
      for (const size of [file.length, 1]) {
        assert.throws(
          () => read(file, size),
          (error: unknown) => {
            assert.ok(error instanceof VppRecordingError);
            assert.equal(error.offset, offset);
            assert.match(error.message, text);
            return true;
          },
        );
      }
    });
  }

  it("with any byte changed is read or refused, never more", () => {
    const file = write(SESSION);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(file);
        changed[at] = value;
        try {
          assert.ok(read(changed).records.length <= SESSION.length);
        } catch (error) {
          assert.ok(error instanceof VppRecordingError);
        }
      }),
      { seed: 607, numRuns: 1000 },
    );
  });
});

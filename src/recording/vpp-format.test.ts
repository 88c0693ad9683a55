import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { VppRecordingError } from "../errors/index.ts";
import { type Ending, RecordingReader, type TraceRecord } from "./index.ts";

/** VPP's integers (vppinfra/serialize.h), as short as they go. */
function varint(value: number): Buffer {
  if (value < 128) return Buffer.from([1 + 2 * value]);
  const bytes = Buffer.alloc(4);
  if (value < 128 + 2 ** 14) {
    bytes.writeUInt16LE(4 * (value - 128) + 2);
    return bytes.subarray(0, 2);
  }
  bytes.writeUInt32LE(8 * (value - 128 - 2 ** 14) + 4);
  return bytes;
}

function nine(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64LE(BigInt(value), 1);
  return bytes;
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

type Entry = readonly [id: Buffer, length: Buffer, name: string];
const entry = (id: number, name: string): Entry => [varint(id), varint(name.length), name];

function trace(entries: readonly Entry[], messages: readonly string[], wrapped = 0): Buffer {
  const table = Buffer.concat([
    u32(entries.length),
    ...entries.flatMap(([id, length, name]) => [id, length, Buffer.from(name)]),
  ]);
  const payloads = messages.map((hex) => Buffer.from(hex, "hex"));
  return Buffer.concat([
    u32(messages.length),
    u32(table.length),
    Buffer.from([wrapped]),
    table,
    ...payloads.flatMap((payload) => [u32(payload.length), payload]),
  ]);
}

function read(file: Buffer, size = file.length): { records: TraceRecord[]; ending: Ending } {
  const records: TraceRecord[] = [];
  const reader = new RecordingReader((record) => records.push(record));
  for (let at = 0; at < file.length; at += size) reader.push(file.subarray(at, at + size));
  return { records, ending: reader.finish() };
}

const ENTRIES = [
  entry(23, "control_ping_51077d14"),
  entry(300, "show_version_51077d14"),
  entry(301, "show_version_reply_c919bde1"),
  entry(20_000, "far_away_00000000"),
];
const FILE = trace(
  ENTRIES,
  ["00170000000100000002", "012c0000000100000003", "012d0000000300000000", "4e20"],
  1,
);

describe("an API trace of VPP's", () => {
  it("is read whole and byte by byte", () => {
    for (const size of [FILE.length, 1, 5]) {
      const { records, ending } = read(FILE, size);
      assert.deepEqual(ending, { kind: "whole" });
      const [header, ...frames] = records;
      assert.ok(header?.kind === "header");
      assert.deepEqual([header.format, header.start, header.wrapped], ["vpp", null, true]);
      assert.deepEqual(
        [...(header.table ?? [])],
        [
          ["control_ping", { id: 23, crc: "51077d14" }],
          ["show_version", { id: 300, crc: "51077d14" }],
          ["show_version_reply", { id: 301, crc: "c919bde1" }],
          ["far_away", { id: 20_000, crc: "00000000" }],
        ],
      );
      assert.deepEqual(
        frames.map((frame) =>
          frame.kind === "frame" ? [frame.from, frame.time, frame.payload.toString("hex")] : [],
        ),
        [
          ["client", null, "00170000000100000002"],
          ["client", null, "012c0000000100000003"],
          ["vpp", null, "012d0000000300000000"],
          ["client", null, "4e20"],
        ],
      );
    }
  });

  it("may have its numbers in nine bytes", () => {
    const { records } = read(trace([[nine(65_535), nine(3), "a_b"]], []));
    assert.ok(records[0]?.kind === "header");
    assert.deepEqual([...(records[0].table ?? [])], [["a_b", { id: 65_535, crc: "" }]]);
  });

  it("cut anywhere is told to be cut", () => {
    for (let length = 0; length < FILE.length; length++) {
      assert.equal(read(FILE.subarray(0, length)).ending.kind, "cut");
    }
  });

  const long = Buffer.from(FILE);
  const tableSize = long.readUInt32BE(4);
  long.writeUInt32BE(2 ** 31, 9 + tableSize);
  const many = Buffer.from(FILE);
  many.writeUInt32BE(2 ** 31, 9);
  const wrong: [string, Buffer, number, RegExp][] = [
    ["other bytes", Buffer.from('{"a": 1, "b": 2}'), 0, /neither/],
    ["a message of 2 GiB", long, 9 + tableSize, /message 1 of 4: a length of 2147483648/],
    ["a message of one byte", trace(ENTRIES, ["00"]), 9 + tableSize, /a length of 1/],
    ["a table of 2^31 entries", many, 9, /a message table of 2147483648/],
    ["an id beyond u16", trace([[varint(65_536), varint(1), "a"]], []), 13, /message id 65536/],
    ["a name without end", trace([[varint(1), varint(64), "a"]], []), 13, /ends within a name/],
    ["a name of 65 bytes", trace([[varint(1), varint(65), "a".repeat(65)]], []), 13, /a name of 65/],
    ["a name of no bytes", trace([[varint(1), varint(0), ""]], []), 13, /a name of 0/],
    [
      "a table that ends within a number",
      trace([[Buffer.from([2]), Buffer.alloc(0), ""]], []),
      13,
      /ends within an id/,
    ],
    [
      "a table that ends too early",
      trace([[varint(1), Buffer.alloc(0), ""]], []),
      14,
      /ends within the length/,
    ],
    [
      "bytes behind its last message",
      Buffer.concat([FILE, Buffer.from("x")]),
      FILE.length,
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
            assert.deepEqual([error.offset, text.test(error.message)], [offset, true], error.message);
            return true;
          },
        );
      }
    });
  }

  it("of random bytes is read or refused, never more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        const file = Buffer.from(bytes);
        // A table that fits, so that more than the header is tried.
        if (file.length > 20) file.writeUInt32BE(file.length - 15, 4);
        file[8] = 0;
        try {
          read(file);
        } catch (error) {
          assert.ok(error instanceof VppRecordingError);
        }
      }),
      { seed: 608, numRuns: 2000 },
    );
  });
});

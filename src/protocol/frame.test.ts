import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Source } from "../codec/bytes.ts";
import { VppConnectionError } from "../errors/index.ts";
import { FrameReader, type FrameSink, HEADER } from "./frame.ts";

function frame(payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(HEADER + payload.length);
  bytes.writeUInt32BE(payload.length, 8);
  bytes.set(payload, HEADER);
  return bytes;
}

function collector(): FrameSink & { frames: string[]; ended: boolean } {
  const frames: string[] = [];
  return {
    frames,
    ended: false,
    frame: ({ bytes, start, end }) => frames.push(bytes.toString("hex", start, end)),
  };
}

describe("FrameReader", () => {
  it("finds the same frames however the bytes are cut", () => {
    const payloads = fc.array(fc.uint8Array({ minLength: 2, maxLength: 60 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        payloads,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
        (wanted, cuts) => {
          const bytes = Buffer.concat(wanted.map(frame));
          const sink = collector();
          const reader = new FrameReader(1000);
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = cuts[i % cuts.length] ?? 1;
            reader.read(bytes.subarray(at, at + size), sink);
            at += size;
          }
          assert.deepEqual(
            sink.frames,
            wanted.map((payload) => Buffer.from(payload).toString("hex")),
          );
          assert.ok(reader.idle);
        },
      ),
      { seed: 26_06, numRuns: 300 },
    );
  });

  it("delivers piece by piece what it would at once", () => {
    const payloads = fc.array(fc.uint8Array({ minLength: 2, maxLength: 60 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 5 }), (wanted, where, most) => {
        const bytes = Buffer.concat(wanted.map(frame));
        const cut = where % bytes.length;
        const sink = collector();
        const reader = new FrameReader(1000);
        for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
          reader.begin(chunk, chunk.length);
          for (let more = true, had = sink.frames.length; more; had = sink.frames.length) {
            more = reader.go(sink, most);
            // A frame that began in the chunk before comes on top.
            assert.ok(sink.frames.length - had <= most + 1);
            assert.ok(!more || sink.frames.length - had >= most);
          }
        }
        assert.deepEqual(
          sink.frames,
          wanted.map((payload) => Buffer.from(payload).toString("hex")),
        );
        assert.ok(reader.idle);
      }),
      { seed: 26_06, numRuns: 300 },
    );
  });

  it("tells of a frame that isn't whole: since when, its size, and what there is of it", () => {
    const reader = new FrameReader(1000);
    const sink = collector();
    const bytes = Buffer.concat([frame(Buffer.of(9, 9)), frame(Buffer.of(1, 2, 3))]);
    for (let at = 0; at < bytes.length; at++) {
      reader.begin(bytes.subarray(at, at + 1), 1, 100 + at);
      reader.go(sink, Number.POSITIVE_INFINITY);
      const inFrame = at < HEADER + 2 ? at : at - HEADER - 2;
      const [began, size] = at < HEADER + 2 ? [0, 2] : [HEADER + 2, 3];
      const { unfinished } = reader;
      if (inFrame === HEADER + size - 1) {
        assert.equal(unfinished, null);
        assert.equal(reader.age(1000), 0);
        continue;
      }
      assert.equal(reader.age(1000), 900 - began);
      assert.equal(unfinished?.size, inFrame < HEADER - 1 ? null : size);
      const head = unfinished?.head as Source;
      const payload = head.bytes.subarray(head.start, head.end);
      assert.deepEqual([...payload], [...bytes.subarray(began + HEADER, at + 1)]);
    }
    assert.deepEqual(sink.frames, ["0909", "010203"]);
  });

  it("refuses a chunk while the last one hasn't been read whole", () => {
    const reader = new FrameReader(1000);
    const bytes = Buffer.concat([frame(Buffer.of(1, 2)), frame(Buffer.of(3, 4))]);
    reader.begin(bytes, bytes.length);
    assert.ok(reader.go(collector(), 1));
    assert.throws(() => reader.begin(bytes, bytes.length), /event loop/);
    assert.ok(!reader.go(collector(), 1));
    reader.begin(bytes, bytes.length);
  });

  it("refuses a chunk from within the delivery of a frame, and goes on behind it", () => {
    const reader = new FrameReader(1000);
    const bytes = Buffer.concat([frame(Buffer.of(1, 2)), frame(Buffer.of(3, 4))]);
    const { frames, ...rest } = collector();
    const refused: unknown[] = [];
    const sink = {
      ...rest,
      frame: (source: Source) => {
        rest.frame(source);
        try {
          reader.read(bytes, sink);
        } catch (error) {
          refused.push(error);
        }
      },
    };
    reader.read(bytes, sink);
    assert.equal(refused.length, 2);
    assert.deepEqual(frames, ["0102", "0304"]);
  });

  it("delivers what it has set aside though the chunk is used again", () => {
    for (const first of [1, 2, 3]) {
      const sink = collector();
      const reader = new FrameReader(1000);
      const bytes = Buffer.concat([1, 2, 3, 4].map((at) => frame(Buffer.of(at, at))));
      // The last one isn't whole.
      reader.begin(bytes, bytes.length - 1);
      assert.equal(reader.go(sink, first), first < 3);
      reader.setAside();
      const last = Buffer.from(bytes.subarray(-1));
      bytes.fill(0xee);
      reader.go(sink, 1);
      reader.setAside();
      reader.go(sink, Number.POSITIVE_INFINITY);
      reader.read(last, sink);
      assert.deepEqual(sink.frames, ["0101", "0202", "0303", "0404"]);
      assert.ok(reader.idle);
    }
  });

  it("reads a chunk that is used again afterwards", () => {
    const sink = collector();
    const reader = new FrameReader(1000);
    const bytes = frame(Buffer.from("0102030405", "hex"));
    const buffer = Buffer.alloc(7);
    for (let at = 0; at < bytes.length; at += 7) {
      const size = bytes.copy(buffer, 0, at, at + 7);
      reader.read(buffer.subarray(0, size), sink);
      buffer.fill(0xee);
    }
    assert.deepEqual(sink.frames, ["0102030405"]);
  });

  it("joins a frame of megabytes", () => {
    const sink = collector();
    const payload = Buffer.alloc(3_000_000, 7);
    const reader = new FrameReader(1 << 24);
    const bytes = frame(payload);
    for (let at = 0; at < bytes.length; at += 65_536) reader.read(bytes.subarray(at, at + 65_536), sink);
    assert.equal(sink.frames.length, 1);
    assert.equal(sink.frames[0]?.length, 6_000_000);
  });

  it("refuses lengths beyond the limit and below an id, whole and byte by byte", () => {
    for (const size of [0, 1, 1001, 0xffff_fff0]) {
      const bytes = Buffer.alloc(HEADER + 4);
      bytes.writeUInt32BE(size, 8);
      assert.throws(() => new FrameReader(1000).read(bytes, collector()), VppConnectionError);
      const reader = new FrameReader(1000);
      assert.throws(() => {
        for (const byte of bytes) reader.read(Buffer.of(byte), collector());
      }, VppConnectionError);
    }
  });

  it("stops when the sink has had enough", () => {
    const sink = collector();
    const two = {
      ...sink,
      frame: (source: Parameters<FrameSink["frame"]>[0]) => {
        sink.frame(source);
        two.ended = true;
      },
    };
    new FrameReader(1000).read(Buffer.concat([frame(Buffer.of(1, 2)), frame(Buffer.of(3, 4))]), two);
    assert.deepEqual(sink.frames, ["0102"]);
  });
});

describe("FrameReader with a sink that takes note of odd frames", () => {
  it("leaves them out and finds the next, however the bytes are cut", () => {
    const sizes = [5, 0, 1, 1001, 6, 100_000, 2];
    const bytes = Buffer.concat(sizes.map((size) => frame(Buffer.alloc(size, size))));
    for (const step of [1, 3, 16, 17, 1000, bytes.length]) {
      const skipped: number[] = [];
      const sink = { ...collector(), skipped: (size: number) => skipped.push(size) };
      const reader = new FrameReader(1000);
      for (let at = 0; at < bytes.length; at += step) reader.read(bytes.subarray(at, at + step), sink);
      assert.deepEqual(skipped, [0, 1, 1001, 100_000]);
      assert.deepEqual(sink.frames, ["0505050505", "060606060606", "0202"]);
      assert.ok(reader.idle);
    }
  });

  it("isn't idle within one", () => {
    const reader = new FrameReader(10);
    const sink = { ...collector(), skipped: () => {} };
    reader.read(frame(Buffer.alloc(20)).subarray(0, 30), sink);
    assert.ok(!reader.idle);
    reader.read(Buffer.alloc(6), sink);
    assert.ok(reader.idle);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FrameSplitter } from "./frames.ts";

function frame(payload: string): Buffer {
  const bytes = Buffer.alloc(16 + payload.length);
  bytes.writeUInt32BE(payload.length, 8);
  bytes.write(payload, 16, "latin1");
  return bytes;
}

function collect(pauseAt = -1): { got: string[]; splitter: FrameSplitter } {
  const got: string[] = [];
  const splitter = new FrameSplitter((bytes, start, end) => {
    got.push(bytes.toString("latin1", start, end));
    return got.length !== pauseAt;
  });
  return { got, splitter };
}

const PAYLOADS = ["first", "", "x", "second", "a".repeat(300), "last"];
// What has no room for an id is swallowed, as by VPP.
const WANTED = PAYLOADS.filter((payload) => payload.length >= 2);
const stream = Buffer.concat(PAYLOADS.map(frame));

describe("frames", () => {
  test("are the same however the bytes come", () => {
    for (let size = 1; size <= stream.length; size++) {
      const { got, splitter } = collect();
      for (let at = 0; at < stream.length; at += size) splitter.push(stream.subarray(at, at + size));
      assert.deepEqual(got, WANTED, `pieces of ${size}`);
    }
  });

  test("wait where a handler says so, with all that comes meanwhile", () => {
    for (let pauseAt = 1; pauseAt <= WANTED.length; pauseAt++) {
      const { got, splitter } = collect(pauseAt);
      splitter.push(stream.subarray(0, 40));
      splitter.push(stream.subarray(40));
      splitter.push(frame("more"));
      assert.deepEqual(got, WANTED.slice(0, pauseAt));
      splitter.resume();
      assert.deepEqual(got, [...WANTED, "more"]);
    }
  });

  test("of a length that nobody means are refused", () => {
    const { splitter } = collect();
    const bad = frame("x");
    bad.writeUInt32BE(0xffff_fff0, 8);
    assert.throws(() => splitter.push(bad), /a frame of 4294967280 bytes/);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCapture, readStatsSegment, readVectors, skipWithoutShared } from "./shared.ts";

describe("the material beside the project", { skip: skipWithoutShared }, () => {
  it("has the vectors", () => {
    const vectors = readVectors();
    assert.ok(vectors.length > 2000);
    for (const { message, crc, hex } of vectors) {
      assert.match(`${message} ${crc} ${hex}`, /^\w+ 0x[0-9a-f]{8} 0000([0-9a-f]{2})*$/);
    }
  });

  it("has a recorded session, begun and ended by the client", () => {
    const chunks = readCapture();
    assert.equal(chunks[0]?.from, "client");
    assert.ok(chunks.some((chunk) => "close" in chunk));
  });

  it("has a stats segment of version 2", () => {
    const { segment, shown } = readStatsSegment();
    assert.equal(segment.readBigUInt64LE(0), 2n);
    assert.equal(shown["/sys/heartbeat"], 3);
  });
});

// What many calls leave behind, and what each takes while it is in flight: counted in bytes, not in time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { FrameReader, HEADER } from "../../src/protocol/index.ts";
import { modelledSchema } from "../../src/simulator/definitions/index.ts";
import { EchoSession } from "../support/echo-session.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heap(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** `calls` calls, `window` of them in flight. */
async function run(echo: EchoSession, calls: number, window: number): Promise<void> {
  for (let done = 0; done < calls; done += window) {
    const replies = Array.from({ length: window }, () => echo.call("control_ping"));
    assert.equal(echo.answer(), window);
    await Promise.all(replies);
  }
}

/** Bytes that one call in flight holds, of `window`. */
async function bytesInFlight(window: number): Promise<number> {
  const echo = new EchoSession(modelledSchema());
  await run(echo, 2000, 1000);
  const before = heap();
  const replies = Array.from({ length: window }, () => echo.call("control_ping"));
  const each = (heap() - before) / window;
  echo.answer();
  await Promise.all(replies);
  return each;
}

/** The least of three: what else the process makes and lets go meanwhile is counted with it. */
async function leastInFlight(window: number): Promise<number> {
  const each: number[] = [];
  for (let i = 0; i < 3; i++) each.push(await bytesInFlight(window));
  return Math.min(...each);
}

describe("what calls cost in memory", () => {
  it("a long message that came in pieces is not kept", () => {
    const reader = new FrameReader(1 << 26);
    const sink = { ended: false, frame: () => {} };
    const before = heap();
    const header = Buffer.alloc(HEADER);
    header.writeUInt32BE(1 << 25, 8);
    reader.read(header, sink);
    const piece = Buffer.alloc(1 << 20);
    for (let i = 0; i < 32; i++) reader.read(piece, sink);
    assert.ok(reader.idle);
    assert.ok(heap() - before < 1 << 22);
    assert.equal(reader.unfinished, null);
  });

  it("a million calls leave the heap where it was", async () => {
    const echo = new EchoSession(modelledSchema());
    await run(echo, 100_000, 1000);
    const growth: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = heap();
      await run(echo, 333_000, 1000);
      growth.push(heap() - before);
    }
    // V8 keeps the code it makes there too, now and then; what calls left would be left each time.
    assert.ok(Math.min(...growth) < 333_000, `${growth.join(", ")} bytes more after each third of a million`);
    assert.equal(echo.session.inFlight, 0);
  });

  it("of 100,000 calls in flight, none takes more than of 20,000", async () => {
    const few = await leastInFlight(20_000);
    const many = await leastInFlight(100_000);
    // Tables and buffers grow by doubling: up to twice what is used, 8 and 26 bytes a call.
    assert.ok(many < few + 80, `${Math.round(many)} bytes each of 100,000, ${Math.round(few)} of 20,000`);
  });
});

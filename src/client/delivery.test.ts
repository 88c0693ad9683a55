import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type Source, Writer } from "../codec/index.ts";
import { beginFrame, endFrame, FrameReader } from "../protocol/index.ts";
import { Delivery } from "./delivery.ts";

/** A chunk of so many frames. */
function chunkOf(count: number): Buffer {
  const w = new Writer();
  for (let i = 0; i < count; i++) {
    const start = beginFrame(w);
    w.pos = w.reserve(2) + 2;
    endFrame(w, start);
  }
  return Buffer.from(w.take());
}

/** Logs `f` for a frame, `r` for the reaction to it, `w` for a write. */
function delivery(inFlight: number, calls: boolean) {
  let log = "";
  const state = { ended: false, failure: null as unknown };
  const outbox = { queued: 0 };
  const session = { inFlight, outbox, arrived: () => {} };
  const sink = {
    ended: false,
    frame: () => {
      log += "f";
      void Promise.resolve().then(() => {
        log += "r";
        if (calls) outbox.queued++;
      });
    },
  };
  const made = new Delivery(new FrameReader(100), sink, {
    session,
    get ended() {
      return state.ended;
    },
    flush: () => {
      if (outbox.queued > 0) log += "w";
      outbox.queued = 0;
    },
    failed: (error) => {
      state.failure = error;
    },
  });
  const take = async (chunk: Buffer): Promise<string> => {
    made.take(session, chunk, chunk.length, 0);
    await turn();
    return log;
  };
  return { take, state, session };
}

describe("Delivery", () => {
  it("lets the calls out that a quarter of the answers leads to, before the next quarter", async () => {
    const slice = `${"f".repeat(5)}${"r".repeat(5)}`;
    assert.equal(await delivery(20, true).take(chunkOf(20)), `${slice}w${slice}w${slice}w${slice}`);
  });

  it("delivers the rest at once where the first slice leads to no calls", async () => {
    const rest = `${"f".repeat(15)}${"r".repeat(15)}`;
    assert.equal(await delivery(20, false).take(chunkOf(20)), `fffffrrrrr${rest}`);
    assert.equal(await delivery(1, false).take(chunkOf(1)), "fr");
  });

  it("cuts no slices too small to pay", async () => {
    assert.equal(await delivery(8, true).take(chunkOf(8)), "ffffrrrrwffffrrrr");
  });

  it("delivers nothing more once the link has ended", async () => {
    const { take, state } = delivery(20, true);
    const done = take(chunkOf(20));
    state.ended = true;
    assert.equal(await done, "fffffrrrrr");
  });

  it("delivers all in its order where Node reads again first, as it does when something in the program throws", async () => {
    const seen: number[] = [];
    const session = { inFlight: 4, outbox: { queued: 1 }, arrived: () => {} };
    const sink = { ended: false, frame: ({ bytes, start }: Source) => void seen.push(bytes[start] ?? -1) };
    const host = { session, ended: false, flush: () => {}, failed: assert.ifError };
    const made = new Delivery(new FrameReader(100), sink, host);
    const buffer = Buffer.alloc(4096);
    const bytes = Buffer.concat(
      Array.from({ length: 60 }, (_, i) => {
        const one = chunkOf(1);
        one[one.length - 2] = i;
        return one;
      }),
    );
    // In chunks that end within frames, into the same buffer each time.
    for (let at = 0; at < bytes.length; at += 250) {
      const size = bytes.copy(buffer, 0, at, at + 250);
      made.take(session, buffer, size, 0);
    }
    buffer.fill(0xee);
    await turn();
    assert.deepEqual(
      seen,
      Array.from({ length: 60 }, (_, i) => i),
    );
  });

  it("tells of what can't be read in a later slice", async () => {
    const chunk = Buffer.concat([chunkOf(10), Buffer.alloc(16)]);
    const { take, state } = delivery(20, true);
    assert.equal(await take(chunk), "fffffrrrrrwfffffrrrrr");
    assert.match(String(state.failure), /no room for a message id/);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { LaggingReaders } from "./lagging-readers.ts";

function readers() {
  const host = {
    inFlight: 1,
    listening: false,
    pauses: [] as boolean[],
    pause: (on: boolean) => void host.pauses.push(on),
  };
  return { host, readers: new LaggingReaders(host) };
}

describe("LaggingReaders", () => {
  it("pauses while every call in flight is a dump that nobody reads fast enough", () => {
    const { host, readers: all } = readers();
    host.inFlight = 2;
    all.pressure(true);
    assert.deepEqual([host.pauses, all.paused], [[], false]);
    all.pressure(true);
    assert.deepEqual([host.pauses, all.paused], [[true], true]);
    all.pressure(false);
    assert.deepEqual([host.pauses, all.paused], [[true, false], false]);
  });

  it("goes on for a call that comes, and pauses again when it has gone", async () => {
    const { host, readers: all } = readers();
    all.pressure(true);
    host.inFlight = 2;
    all.look();
    assert.deepEqual(host.pauses, [true, false]);
    host.inFlight = 1;
    all.lookSoon();
    assert.deepEqual(host.pauses, [true, false], "what the answer leads to may be another call");
    await turn();
    assert.deepEqual(host.pauses, [true, false, true]);
  });

  it("doesn't pause while somebody listens", () => {
    const { host, readers: all } = readers();
    host.listening = true;
    all.pressure(true);
    assert.deepEqual(host.pauses, []);
    host.listening = false;
    all.look();
    assert.deepEqual(host.pauses, [true]);
    host.listening = true;
    all.look();
    assert.deepEqual(host.pauses, [true, false]);
  });
});

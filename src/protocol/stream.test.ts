import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Stream } from "./stream.ts";

const SIZE = 10;

/** A stream whose messages the test sends. */
function stream(): { dump: Stream; pressure: boolean[]; send: (count: number) => void } {
  const pressure: boolean[] = [];
  const dump = new Stream({
    name: "sw_interface_dump",
    start: () => {},
    pressure: (on) => pressure.push(on),
  });
  const send = (count: number): void => {
    for (let value = 0; value < count; value++) dump.details({ value }, SIZE);
  };
  return { dump, pressure, send };
}

describe("a stream", () => {
  it("asks for a pause when its loop lags, and for more when it has caught up", async () => {
    const { dump, pressure, send } = stream();
    const loop = dump[Symbol.asyncIterator]();
    const first = loop.next();
    send(4097);
    assert.deepEqual((await first).value, { value: 0 });
    assert.deepEqual([pressure, dump.buffered], [[], 4096 * SIZE]);
    send(1);
    assert.deepEqual([pressure, dump.buffered], [[true], 4097 * SIZE]);
    for (let i = 0; i < 3586; i++) await loop.next();
    assert.deepEqual([pressure, dump.buffered], [[true, false], 511 * SIZE]);
  });

  it("is excused for a silence once more after its loop has caught up", async () => {
    const { dump, send } = stream();
    const loop = dump[Symbol.asyncIterator]();
    const first = loop.next();
    send(1);
    await first;
    assert.equal(dump.lagged(), false);
    send(5000);
    assert.deepEqual([dump.lagged(), dump.lagged()], [true, true]);
    for (let i = 0; i < 5000; i++) await loop.next();
    assert.deepEqual([dump.lagged(), dump.lagged()], [true, false]);
  });

  it("keeps nothing once its loop is left, and counts nothing of what is collected", async () => {
    const left = stream();
    const loop = left.dump[Symbol.asyncIterator]();
    const first = loop.next();
    left.send(5000);
    await first;
    await loop.return?.();
    assert.deepEqual([left.dump.buffered, left.dump.dropped, left.pressure], [0, true, [true, false]]);
    const whole = stream();
    const all = whole.dump.toArray();
    whole.send(5000);
    assert.deepEqual([whole.dump.buffered, whole.pressure], [0, []]);
    whole.dump.end({});
    assert.equal((await all).length, 5000);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { message } from "../../test/support/calls.ts";
import { Events } from "./events.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

describe("Events", () => {
  it("keep no stream that ended at once", async () => {
    let listening = 0;
    const events = new Events({
      send: () => Promise.resolve(),
      loaded: () => assert.fail(),
      maxEvents: 1,
      report: assert.fail,
      changed: () => listening++,
    });
    const signal = AbortSignal.abort();
    const stream = new WeakRef(events.stream({ kind: "event", message, want: null }, { signal }));
    await turn();
    collect();
    assert.equal(stream.deref(), undefined);
    assert.deepEqual([listening, events.listening], [2, false]);
  });
});

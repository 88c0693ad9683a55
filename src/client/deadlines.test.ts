import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { withinLimits } from "./deadlines.ts";

describe("withinLimits", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());
  const late = new Error("late");

  function watch(timeout: number, signal?: AbortSignal): { reasons: unknown[]; callOff: () => void } {
    const reasons: unknown[] = [];
    const callOff = withinLimits(
      timeout,
      () => late,
      signal,
      (reason) => reasons.push(reason),
    );
    return { reasons, callOff };
  }

  it("gives up once, for whichever comes first", async () => {
    const controller = new AbortController();
    const timed = watch(10, controller.signal);
    const aborted = watch(30, controller.signal);
    mock.timers.tick(10);
    assert.deepEqual(timed.reasons, [], "what has come by then is read first");
    await turn();
    controller.abort("enough");
    mock.timers.tick(30);
    await turn();
    assert.deepEqual([timed.reasons, aborted.reasons], [[late], ["enough"]]);
    assert.deepEqual(watch(10, controller.signal).reasons, ["enough"]);
  });

  it("does nothing once it is called off, nor for a time beyond all timers", async () => {
    const controller = new AbortController();
    const { reasons, callOff } = watch(10, controller.signal);
    const endless = watch(Number.POSITIVE_INFINITY);
    callOff();
    controller.abort("enough");
    mock.timers.tick(100);
    await turn();
    assert.deepEqual([reasons, endless.reasons], [[], []]);
  });
});

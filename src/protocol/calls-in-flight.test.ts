import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { callOf } from "../../test/support/calls.ts";
import { VppTimeoutError } from "../errors/index.ts";
import type { Call } from "./call.ts";
import { CallsInFlight } from "./calls-in-flight.ts";
import { unobserved } from "./observer.ts";

/** Calls on a clock of their own, and what their host hears. */
function calls() {
  const heard: (number | boolean)[] = [];
  const errors: unknown[] = [];
  const observer = {
    ...unobserved,
    errors: { hasSubscribers: true },
    error: (...args: unknown[]) => errors.push(args),
  };
  const inFlight = new CallsInFlight(observer, {
    now: () => 100,
    deadline: (at) => heard.push(at),
    busy: (is) => heard.push(is),
  });
  const add = (timeout: number, signal?: AbortSignal, lags = false): { call: Call; failed: unknown[] } => {
    const failed: unknown[] = [];
    const sink = {
      dropped: false,
      buffered: 0,
      lagged: () => lags,
      details: () => {},
      end: () => {},
      fail: (error: unknown) => failed.push(error),
    };
    const call = callOf(timeout, sink);
    inFlight.add(call, inFlight.nextContext(), signal);
    return { call, failed };
  };
  return { inFlight, heard, errors, add };
}

describe("CallsInFlight", () => {
  it("tells of the first call, the last, and of deadlines that are nearer", () => {
    const { inFlight, heard, add } = calls();
    const { call: far } = add(50);
    const { call: near } = add(20);
    add(30);
    assert.deepEqual(heard, [true, 50, 20]);
    assert.equal(inFlight.get(near.context), near);
    assert.ok(inFlight.remove(near));
    assert.ok(!inFlight.remove(near));
    inFlight.giveUpAll(new Error("over"));
    assert.deepEqual(heard, [true, 50, 20, false]);
    assert.equal(inFlight.get(far.context), undefined);
  });

  it("fails what is late, and says when to look again", () => {
    const { inFlight, heard, errors, add } = calls();
    const late = add(10);
    const early = add(30);
    assert.equal(inFlight.expire(9), 10);
    assert.equal(inFlight.expire(10), 30);
    assert.ok(late.failed[0] instanceof VppTimeoutError);
    assert.deepEqual([late.failed.length, early.failed.length, inFlight.size], [1, 0, 1]);
    assert.deepEqual(errors, [["x", late.call.context, 100, late.failed[0]]]);
    heard.length = 0;
    add(40);
    add(25);
    assert.deepEqual(heard, [25], "only what is nearer than what is still awaited");
    assert.equal(inFlight.expire(30), 40);
    assert.equal(inFlight.expire(40), Number.POSITIVE_INFINITY);
  });

  it("doesn't blame a call for the silence while its own reader lagged behind", () => {
    const { inFlight, add } = calls();
    const { failed } = add(10, undefined, true);
    assert.equal(inFlight.expire(500), 510);
    assert.deepEqual(failed, []);
  });

  it("gives a call up when its signal says so, and leaves the signal of one that has ended", () => {
    const { inFlight, add } = calls();
    const controller = new AbortController();
    const given = add(10, controller.signal);
    const ended = add(10, controller.signal);
    assert.ok(inFlight.remove(ended.call));
    ended.call.succeed({});
    const kept = add(10);
    controller.abort("enough");
    assert.deepEqual([given.failed, ended.failed, kept.failed], [["enough"], [], []]);
    assert.equal(inFlight.size, 1);
    assert.ok(!inFlight.giveUp(given.call, "again"));
  });

  it("has one listener for all calls of a signal, as long as there are any", () => {
    const { inFlight, add } = calls();
    const control = new AbortController();
    const { signal } = control;
    const listeners = () => getEventListeners(signal, "abort").length;
    const first = Array.from({ length: 20 }, () => add(50, signal));
    assert.equal(listeners(), 1);
    for (const { call } of first) inFlight.giveUp(call, new Error("over"));
    assert.equal(listeners(), 0);
    const [one, two] = [add(50, signal), add(50, signal)];
    inFlight.remove(one.call);
    one.call.succeed({});
    control.abort(new Error("enough"));
    assert.deepEqual([one.failed.length, two.failed], [0, [signal.reason]]);
    assert.deepEqual([listeners(), inFlight.size], [0, 0]);
  });
});

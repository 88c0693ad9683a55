import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Hold } from "./hold.ts";

function hold() {
  const host = { awaited: false, held: [] as boolean[], hold: (on: boolean) => void host.held.push(on) };
  return { host, hold: new Hold(host) };
}

describe("Hold", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  it("lets go a little after the last call, and holds at once for the next", () => {
    const { host, hold: own } = hold();
    own.reconsider();
    assert.deepEqual(host.held, []);
    mock.timers.tick(5);
    assert.deepEqual(host.held, [false]);
    host.awaited = true;
    own.reconsider();
    assert.deepEqual(host.held, [false, true]);
  });

  it("costs nothing between two calls that follow each other", () => {
    const { host, hold: own } = hold();
    own.reconsider();
    host.awaited = true;
    own.take();
    mock.timers.tick(100);
    assert.deepEqual(host.held, []);
    host.awaited = false;
    own.reconsider();
    mock.timers.tick(100);
    assert.deepEqual(host.held, [false]);
  });

  it("changes nothing once it is stopped", () => {
    const { host, hold: own } = hold();
    own.reconsider();
    own.stop();
    mock.timers.tick(100);
    assert.deepEqual(host.held, []);
  });
});

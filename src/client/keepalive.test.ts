import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { failedReply, type Reply } from "../protocol/index.ts";
import { keepalive } from "./keepalive.ts";

/** A connection on a clock of its own, pinged every 10 ms of silence. */
class Line {
  time = 0;
  heardAt = 0;
  paused = false;
  inFlight = 0;
  pings = 0;
  silences: number[] = [];
  readonly end: () => void = keepalive(10, this, this, (time) => this.silences.push(time));

  now(): number {
    return this.time;
  }

  request(): Reply<never> {
    this.pings++;
    return failedReply(new Error("not connected"));
  }

  pass(ms: number): void {
    for (let i = 0; i < ms; i++) {
      this.time++;
      mock.timers.tick(1);
    }
  }
}

describe("keepalive", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
  afterEach(() => mock.timers.reset());

  it("pings in silence, and only where no call asks already", () => {
    const line = new Line();
    line.pass(10);
    assert.equal(line.pings, 0);
    line.pass(10);
    assert.equal(line.pings, 1);
    line.heardAt = line.time;
    line.pass(10);
    assert.equal(line.pings, 1);
    line.inFlight = 1;
    line.pass(50);
    assert.equal(line.pings, 1);
    line.end();
    line.inFlight = 0;
    line.pass(50);
    assert.equal(line.pings, 1);
  });

  it("tells of a silence ten times as long", async () => {
    const line = new Line();
    line.pass(109);
    await turn();
    assert.deepEqual(line.silences, []);
    line.pass(10);
    await turn();
    assert.ok((line.silences[0] ?? 0) > 100);
    line.end();
  });

  it("doesn't count the time in which nothing is read", async () => {
    const line = new Line();
    line.paused = true;
    line.pass(1000);
    line.paused = false;
    line.pass(100);
    await turn();
    assert.deepEqual(line.silences, []);
    line.end();
  });

  it("doesn't count the time in which the program was busy, and goes on counting after it", async () => {
    const line = new Line();
    line.time = 500;
    mock.timers.tick(10);
    await turn();
    assert.deepEqual([line.silences, line.pings], [[], 0]);
    line.pass(10);
    assert.equal(line.pings, 1);
    line.pass(100);
    await turn();
    assert.ok((line.silences[0] ?? 0) > 100);
    line.end();
  });

  it("hears what came while the program was busy, before it judges", async () => {
    const line = new Line();
    line.time = 500;
    mock.timers.tick(10);
    line.heardAt = line.time;
    await turn();
    assert.deepEqual(line.silences, []);
    line.end();
  });
});

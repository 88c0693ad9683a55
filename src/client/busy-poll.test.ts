import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { BusyPoll } from "./busy-poll.ts";

/** A link on a clock of its own, which goes on by `step` at each look. */
class Machine {
  inFlight = 1;
  time = 1;
  looks = 0;
  step = 0;
  readonly poll: BusyPoll;

  constructor(window = 0.05) {
    this.poll = new BusyPoll(window, this);
  }

  now(): number {
    this.looks++;
    this.time += this.step;
    return this.time;
  }

  /** One call that VPP answers after `awake` ms where the loop looks for it, else after `asleep`. Tells whether it did. */
  async call(awake: number, asleep: number): Promise<boolean> {
    this.inFlight = 1;
    this.poll.begin();
    const before = this.looks;
    await turn();
    const looked = this.looks > before;
    this.time += looked ? awake : asleep;
    this.inFlight = 0;
    this.poll.heard(this.time);
    await turn();
    return looked;
  }

  async calls(count: number, awake: number, asleep: number): Promise<number> {
    let looked = 0;
    for (let i = 0; i < count; i++) if (await this.call(awake, asleep)) looked++;
    return looked;
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

describe("BusyPoll", () => {
  it("looks until the window is over, and no longer", async () => {
    const machine = new Machine(0.05);
    machine.step = 0.01;
    machine.poll.begin();
    await turns(20);
    // Once to begin, four times within the window, once beyond it.
    assert.equal(machine.looks, 6);
  });

  it("looks until all calls are answered", async () => {
    const machine = new Machine(1000);
    machine.poll.begin();
    await turns(5);
    assert.ok(machine.looks > 3);
    machine.inFlight = 0;
    await turn();
    const { looks } = machine;
    await turns(5);
    assert.equal(machine.looks, looks);
  });

  it("does not look with nothing or much in flight, nor with a window of 0", async () => {
    for (const [window, inFlight] of [
      [0.05, 0],
      [0.05, 17],
      [0, 1],
    ] as const) {
      const machine = new Machine(window);
      machine.inFlight = inFlight;
      machine.poll.begin();
      await turns(3);
      assert.equal(machine.looks, 0);
    }
  });

  it("goes on where answers come sooner so, after trying both", async () => {
    const machine = new Machine();
    assert.equal(await machine.calls(32, 0.02, 0.05), 16);
    assert.equal(await machine.calls(1024, 0.02, 0.05), 1024);
    assert.equal(await machine.calls(32, 0.02, 0.05), 16);
  });

  it("stops where they don't, and tries again ever more rarely", async () => {
    const machine = new Machine();
    for (const kept of [1024, 2048, 4096]) {
      assert.equal(await machine.calls(32, 0.05, 0.05), 16);
      assert.equal(await machine.calls(kept, 0.05, 0.05), 0);
    }
    assert.equal(await machine.calls(32, 0.02, 0.05), 16);
    assert.equal(await machine.calls(100, 0.02, 0.05), 100);
  });

  it("is not turned by one call that the machine held up", async () => {
    const machine = new Machine();
    await machine.call(500, 0.05);
    await machine.calls(31, 0.02, 0.05);
    assert.equal(await machine.calls(1024, 0.02, 0.05), 1024);
  });
});

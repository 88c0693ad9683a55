import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { InOrder } from "./in-order.ts";

interface Asked {
  readonly promise: Promise<number>;
  resolve(value: number): void;
  reject(error: unknown): void;
}

function ask(): Asked {
  let settle: Omit<Asked, "promise"> | undefined;
  const promise = new Promise<number>((resolve, reject) => {
    settle = { resolve, reject };
  });
  assert.ok(settle);
  return { promise, ...settle };
}

function unexpected(error: unknown): void {
  assert.fail(String(error));
}

describe("results in order", () => {
  it("are handed on in the order they were asked for", async () => {
    const taken: number[] = [];
    const order = new InOrder<number>(10, (value) => void taken.push(value), unexpected);
    const asked = [ask(), ask(), ask()];
    for (const { promise } of asked) await order.add(promise);
    asked[2]?.resolve(2);
    asked[1]?.resolve(1);
    await turn();
    assert.deepEqual(taken, []);
    asked[0]?.resolve(0);
    await order.done();
    assert.deepEqual(taken, [0, 1, 2]);
    await order.add(Promise.resolve(3));
    await order.done();
    assert.deepEqual(taken, [0, 1, 2, 3]);
  });

  it("wait for room", async () => {
    const order = new InOrder<number>(2, () => {}, unexpected);
    const asked = [ask(), ask()];
    await order.add(asked[0]?.promise ?? assert.fail());
    let added = false;
    const adding = order.add(asked[1]?.promise ?? assert.fail()).then(() => {
      added = true;
    });
    asked[1]?.resolve(1);
    await turn();
    assert.equal(added, false);
    asked[0]?.resolve(0);
    await adding;
    await order.done();
  });

  it("end with the first failure, when those before it have been handed on", async () => {
    const taken: number[] = [];
    const failures: unknown[] = [];
    const order = new InOrder<number>(
      4,
      (value) => void taken.push(value),
      (error) => failures.push(error),
    );
    const asked = [ask(), ask(), ask()];
    const [first, second, third] = asked;
    assert.ok(first && second && third);
    await order.add(first.promise);
    await order.add(second.promise);
    await order.add(third.promise);
    third.reject(new Error("third"));
    second.reject(new Error("second"));
    first.resolve(1);
    await assert.rejects(order.done(), /second/);
    assert.deepEqual([taken, failures.length], [[1], 1]);
    await assert.rejects(order.add(Promise.reject(new Error("late"))), /second/);
  });

  it("end with it where there is no room, too", async () => {
    const order = new InOrder<number>(
      1,
      () => {},
      () => {},
    );
    await assert.rejects(order.add(Promise.reject(new Error("only"))), /only/);
  });

  it("end where they can't be handed on", async () => {
    const order = new InOrder<number>(
      3,
      () => {
        throw new Error("closed");
      },
      () => {},
    );
    await order.add(Promise.resolve(1));
    await assert.rejects(order.done(), /closed/);
  });
});

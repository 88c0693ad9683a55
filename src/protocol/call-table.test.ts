import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { callOf } from "../../test/support/calls.ts";
import type { Call } from "./call.ts";
import { CallTable } from "./call-table.ts";

describe("CallTable", () => {
  it("finds each call by its context only, through growth and removal", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 40 }), { minLength: 1, maxLength: 200 }), (steps) => {
        const table = new CallTable();
        const model = new Map<number, Call>();
        const used = new Set<number>();
        for (const step of steps) {
          for (let i = 0; i < step * 4; i++) {
            const one = callOf();
            const context = table.nextContext();
            assert.ok(!used.has(context));
            used.add(context);
            table.add(one, context);
            model.set(context, one);
          }
          // Negative: the newest go.
          for (const [context, one] of [...model].slice(step < 0 ? step * 7 : model.size)) {
            assert.ok(table.remove(one));
            assert.ok(!table.remove(one));
            model.delete(context);
            assert.equal(table.get(context), undefined);
          }
        }
        assert.equal(table.size, model.size);
        for (const [context, one] of model) assert.equal(table.get(context), one);
        assert.deepEqual(new Set(table), new Set(model.values()));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("tells contexts apart that share a place, and steps over calls that stay", () => {
    const table = new CallTable();
    const old = callOf();
    const first = table.nextContext();
    table.add(old, first);
    assert.equal(table.get(first + 1024), undefined);
    for (let i = 0; i < 5000; i++) {
      const one = callOf();
      const context = table.nextContext();
      assert.notEqual(context & 1023, first & 1023);
      table.add(one, context);
      table.remove(one);
    }
    assert.equal(table.get(first), old);
  });

  it("leaves the call alone that has the place of one that is out", () => {
    const table = new CallTable();
    const old = callOf();
    table.add(old, table.nextContext());
    table.remove(old);
    let one = callOf();
    do {
      table.remove(one);
      one = callOf();
      table.add(one, table.nextContext());
    } while ((one.context & 1023) !== (old.context & 1023));
    assert.ok(!table.remove(old));
    assert.deepEqual([table.get(one.context), table.size], [one, 1]);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addU64, difference, u64, u64FromSums, u64ToJson } from "./u64.ts";

const word = fc.integer({ min: 0, max: 0xffff_ffff });

test("both halves make the exact value, a number while it is safe", () => {
  fc.assert(
    fc.property(word, word, (low, high) => {
      const exact = (BigInt(high) << 32n) | BigInt(low);
      const value = u64(low, high);
      assert.equal(BigInt(value), exact);
      assert.equal(typeof value, exact <= BigInt(Number.MAX_SAFE_INTEGER) ? "number" : "bigint");
      assert.equal(String(u64ToJson(value)), exact.toString());
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("sums of many words neither round nor wrap", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 40 }), (words) => {
      const exact = words.reduce((sum, [low, high]) => sum + ((BigInt(high) << 32n) | BigInt(low)), 0n);
      const lows = words.reduce((sum, [low]) => sum + low, 0);
      const highs = words.reduce((sum, [, high]) => sum + high, 0);
      assert.equal(BigInt(u64FromSums(lows, highs)), exact);
      const added = words.map(([low, high]) => u64(low, high)).reduce(addU64, 0);
      assert.equal(BigInt(added), exact);
    }),
    { seed: 8, numRuns: 500 },
  );
});

test("a difference is exact where the values are beyond 53 bits", () => {
  assert.equal(difference(u64(5, 0xffff_ffff), u64(2, 0xffff_ffff)), 3);
  assert.equal(difference(7, 9), -2);
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Chance } from "./chance.ts";
import { growth, type Sample } from "./soak-sample.ts";

/** An hour's samples; `held` says how many handles there are at each, besides the heap that is flat. */
function hour(handles: (at: number, chance: Chance) => number): Sample[] {
  const chance = new Chance(8);
  return Array.from({ length: 360 }, (_, i) => {
    const at = (i + 1) * 10;
    const rest = {
      rss: 0,
      external: 0,
      mappings: 0,
      listeners: 10,
      timers: 4,
      calls: 0,
      events: 0,
      clients: 6,
      broken: 0,
    };
    return { at, heap: 3e7 + chance.between(0, 3e5), descriptors: 35, handles: handles(at, chance), ...rest };
  });
}

describe("what a soak's samples tell", () => {
  it("is nothing where a count only fluctuates, whatever its highest", () => {
    assert.deepEqual(growth(hour((at, chance) => (at === 2500 ? 40 : chance.between(12, 30)))), []);
  });

  it("is a leak where each restart leaves one behind, though that is less than the fluctuation", () => {
    assert.deepEqual(growth(hour((at, chance) => chance.between(12, 30) + Math.floor(at / 600))), [
      "handles: at least 12 in the first third, 17 in the last",
    ]);
  });

  it("is nothing where the least of one third is missing in another", () => {
    const rarely = (at: number, chance: Chance): number => (at === 100 ? 9 : chance.between(12, 14));
    assert.deepEqual(growth(hour(rarely)), []);
  });

  it("is a leak where one in a few hundred clients leaves a handle", () => {
    assert.match(growth(hour((at) => 12 + Math.floor(at / 5 / 300)))[0] ?? "", /^handles: at least 12 .* 13/);
  });

  it("is a growing heap", () => {
    const grows = hour(() => 12).map((one) => ({ ...one, heap: one.heap + one.at * 1000 }));
    assert.match(growth(grows)[0] ?? "", /^the heap grows by 3\d\d\d KiB an hour$/);
  });
});

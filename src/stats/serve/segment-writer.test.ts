import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openStats } from "../open.ts";
import { SegmentWriter } from "./segment-writer.ts";

async function shown(writer: SegmentWriter): Promise<unknown> {
  using stats = await openStats({ bytes: writer.toBytes(), patience: 1 });
  return JSON.parse(JSON.stringify(stats.snapshot()));
}

describe("a segment that grows", () => {
  it("keeps counters when they get columns, which is a new epoch", async () => {
    const w = new SegmentWriter(new ArrayBuffer(1 << 18));
    w.simple("/drops", [[1], [2]]);
    w.combined("/rx", [[]]);
    const { epoch } = w;
    w.widen("/drops", 3);
    w.widen("/rx", 2);
    assert.ok(w.epoch > epoch);
    w.add("/drops", 1, 2, 5);
    w.add("/drops", 1, 0, 5n);
    w.add("/rx", 0, 1, 1, 60);
    w.add("/rx", 0, 1, 2, 2n ** 60n);
    const whole = {
      "/drops": [
        [1, 0, 0],
        [7, 0, 5],
      ],
      "/rx": [
        [
          [0, 0],
          [3, String(2n ** 60n + 60n)],
        ],
      ],
    };
    assert.deepEqual(await shown(w), whole);
    w.widen("/drops", 2);
    assert.deepEqual(await shown(w), whole);
  });

  it("sets names one by one", async () => {
    const w = new SegmentWriter(new ArrayBuffer(1 << 18));
    w.names("/names", []);
    for (let i = 0; i < 200; i++) w.setName("/names", i, `loop${i}`);
    w.setName("/names", 7, "deleted");
    w.setName("/names", 201, "last");
    using stats = await openStats({ bytes: w.toBytes(), patience: 1 });
    const names = stats.get("/names", "names")?.values ?? [];
    assert.equal(names.length, 202);
    assert.deepEqual(
      [names[6], names[7], names[199], names[200], names[201]],
      ["loop6", "deleted", "loop199", null, "last"],
    );
  });

  it("takes the memory of what was there before again", () => {
    const w = new SegmentWriter(new ArrayBuffer(1 << 16));
    w.names("/names", ["a"]);
    w.simple("/c", [[1]]);
    for (let i = 0; i < 5000; i++) {
      w.setName("/names", 0, `interface ${i}`);
      w.simple("/c", [[1]]);
      w.widen("/c", 20);
    }
    assert.equal(w.has("/c"), true);
  });
});

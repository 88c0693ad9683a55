// A segment recorded from VPP 26.06 against what VPP's Python reader shows of it.
import assert from "node:assert/strict";
import { it } from "node:test";
import { openStats } from "../../src/stats/index.ts";
import { readShared, skipWithoutShared } from "../support/shared.ts";

const PATTERNS = ["/sys/", "/if/", "/interfaces/", "/net/", "/mem/", "/buffer-pools/", "/err/ip4-input/"];

it("the recorded segment reads equal to the recorded values", { skip: skipWithoutShared }, async () => {
  const expected: unknown = JSON.parse(readShared("vectors", "stats-26.06.json.gz").toString("utf8"));
  using stats = await openStats({ bytes: readShared("vectors", "stats-26.06.bin.gz") });
  const snapshot = stats.snapshot(PATTERNS);
  assert.deepEqual(JSON.parse(JSON.stringify(snapshot)), expected);
  assert.equal(snapshot.epoch, 0x43d);
  assert.equal(stats.ls().length, 4501);
  assert.equal(stats.ls().filter((entry) => entry.kind === "symlink").length, 4379);
  assert.deepEqual(stats.interface("loop0")?.tx, { packets: 2, bytes: 340 });
});

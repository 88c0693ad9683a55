import assert from "node:assert/strict";
import { it } from "node:test";
import { readDuration } from "./duration.ts";

it("reads times, in seconds where no unit is given", () => {
  const times = ["5", "0.5", "500ms", "2m", "1h", " 3s "];
  assert.deepEqual(times.map(readDuration), [5000, 500, 500, 120_000, 3_600_000, 3000]);
  for (const wrong of ["", "0", "-1", "1d", "s", "1e3", "600h", "Infinity"]) {
    assert.throws(() => readDuration(wrong), { code: "commander.invalidArgument" }, wrong);
  }
});

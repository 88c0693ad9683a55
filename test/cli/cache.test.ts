import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { vppTs } from "../support/cli.ts";

describe("vpp-ts call, with cached definitions", () => {
  it("asks each set of messages once, whatever their ids; a spoilt file is replaced", async () => {
    const home = mkdtempSync(join(tmpdir(), "vpp-ts-cached-"));
    const folder = join(home, "vpp-ts");
    await using sim = await Simulator.start();
    const call = async (...more: string[]): Promise<number> => {
      sim.clearReceived();
      const { status, stderr } = await vppTs(["call", "show_version", "--socket", sim.socket, ...more], {
        env: { VPP_API_DIR: "", XDG_CACHE_HOME: home },
      });
      assert.deepEqual([status, stderr], [0, ""]);
      sim.expect("show_version");
      return sim.received("get_api_json").length;
    };
    try {
      assert.equal(await call("--no-cache"), 1);
      assert.deepEqual(readdirSync(home), []);
      assert.deepEqual([await call(), await call(), await call("--no-cache")], [1, 0, 1]);
      await sim.restart({ shuffleIds: true, seed: 5 });
      assert.equal(await call(), 0);

      const [name = "", ...others] = readdirSync(folder);
      assert.deepEqual(others, []);
      const file = join(folder, name);
      const whole = readFileSync(file);
      writeFileSync(file, whole.subarray(0, whole.length / 2));
      assert.deepEqual([await call(), await call()], [1, 0]);
      assert.deepEqual(readFileSync(file), whole);

      await sim.restart({ crcs: { create_loopback: "0badf00d" } });
      assert.deepEqual([await call(), await call()], [1, 0]);
      assert.equal(readdirSync(folder).length, 2);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

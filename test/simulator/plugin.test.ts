import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { connect, VppDefinitionError } from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";

const COMMON = "typedef mood { u32 sw_if_index; bool glad; };\n";
const PLUGIN = `option version = "1.0.0";
import "plug/common.api";
autoreply define mood_set { u32 client_index; u32 context; vl_api_mood_t mood; };
define mood_dump { u32 client_index; u32 context; };
define mood_details { u32 context; vl_api_mood_t mood; };
`;

describe("a plugin of one's own", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-plugin-"));
    mkdirSync(join(folder, "include/plug"), { recursive: true });
    mkdirSync(join(folder, "own"));
    writeFileSync(join(folder, "include/plug/common.api"), COMMON);
    writeFileSync(join(folder, "own/mood.api"), PLUGIN);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is served beside what the simulator knows, and its imports are found", async () => {
    await using sim = await Simulator.start({
      api: join(folder, "own/mood.api"),
      include: [join(folder, "include")],
    });
    sim.handle("mood_set", () => ({ retval: 0 }));
    sim.handle("mood_dump", () => [{ mood: { sw_if_index: 1, glad: true } }]);
    await using vpp = await connect({ socket: sim.socket });
    const { sw_if_index } = await vpp.call("create_loopback");
    await vpp.call("mood_set", { mood: { sw_if_index, glad: true } });
    sim.expect("mood_set", { mood: { sw_if_index: 1, glad: true } });
    assert.deepEqual(
      [...(await vpp.dump("mood_dump").toArray())],
      [{ mood: { sw_if_index: 1, glad: true } }],
    );
  });

  it("whose imports aren't found is refused with the place, and with where folders are named", async () => {
    await assert.rejects(Simulator.start({ api: join(folder, "own/mood.api") }), (error) => {
      assert.ok(error instanceof VppDefinitionError);
      assert.match(
        error.message,
        /mood\.api:2:8: import "plug\/common\.api": no such file; looked for .*; `include`/,
      );
      return true;
    });
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { Simulator } from "../../src/simulator/index.ts";
import { codeOf, loader } from "../support/program.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";
import { RawClient } from "./raw-client.ts";

const run = promisify(execFile);
const demo = codeOf("examples/demo.ts");

async function output(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [...loader, demo, ...args], {
    timeout: 30_000,
  });
  assert.equal(stderr, "");
  return stdout;
}

function check(text: string): void {
  assert.match(text, /26\.06/);
  assert.match(text, /│ const \{ sw_if_index \} = await vpp\.api\.create_loopback\(\);/);
  assert.match(text, /sw_interface_event: interface \d+, flags 3/);
  assert.match(text, /ms: [\d,]+ a second/);
  assert.match(text, /10\.3\.77\.5 goes by 10\.3\.77\.0\/24/);
  assert.match(text, /VppApiError: sw_interface_set_flags: INVALID_SW_IF_INDEX \(-2\)/);
  assert.match(text, /VppEncodeError: create_vlan_subif: vlan_id/);
  assert.doesNotMatch(text, /undo\./);
}

describe("the demo", () => {
  test("shows all its steps with nothing else on the machine", async () => {
    check(await output());
  });

  test("does the same on a real VPP, and leaves it as it was", { skip: skipWithoutVpp }, async () => {
    await using vpp = await startVpp();
    check(await output("--socket", vpp.apiSocket));
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(vpp.apiSocket, sim.schema);
    assert.equal((await client.dump("sw_interface_dump", { sw_if_index: 0 })).length, 1);
    assert.equal((await client.dump("ip_table_dump")).length, 2);
  });
});

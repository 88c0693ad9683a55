import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { connect } from "../../src/index.ts";
import { runToExit, WAYS } from "../support/exit-run.ts";
import { leaveStaleError } from "../support/hang-up.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

describe("200 clients that close at once", { skip: skipWithoutVpp }, () => {
  it("leave VPP at rest, and serving", async () => {
    await using vpp = await startVpp();
    await using client = await connect({ socket: vpp.apiSocket });
    const definitions = client.schema;
    const clients = await Promise.all(
      Array.from({ length: 200 }, () => connect({ socket: vpp.apiSocket, definitions, name: "crowd" })),
    );
    const busy = clients.map((one) => one.call("control_ping").catch(() => {}));
    await Promise.all(clients.map((one) => one.close()));
    await Promise.all(busy);
    assert.ok(await vpp.rests());
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /crowd/);
    assert.ok(await client.call("show_version"));
  });
});

describe("a program that ends without closing its client", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());
  // The state in which VPP spins for every goodbye that is missing.
  beforeEach(() => leaveStaleError(vpp.apiSocket));

  for (const [how, code, signal] of WAYS) {
    it(`by ${how} leaves VPP at rest`, async () => {
      const ends = await Promise.all([1, 2, 3].map(() => runToExit(vpp.apiSocket, how)));
      for (const end of ends) assert.deepEqual(end, [code, signal]);
      assert.ok(await vpp.rests());
      assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
    });
  }

  it("by SIGKILL can't say goodbye; VPP answers others, and an error of another kind puts it to rest", async () => {
    const ends = await Promise.all([1, 2, 3].map(() => runToExit(vpp.apiSocket, "SIGKILL")));
    for (const end of ends) assert.deepEqual(end, [null, "SIGKILL"]);
    await using client = await connect({ socket: vpp.apiSocket });
    assert.ok(await client.call("show_version"));
    // The remedy of docs/safety.md: any error but EAGAIN in VPP's main thread makes it look again.
    await client.call("cli_inband", { cmd: "exec /no/such/file" }, { check: false });
    assert.ok(await vpp.rests());
  });
});

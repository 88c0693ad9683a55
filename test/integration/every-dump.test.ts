import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppApiError, VppDecodeError, VppStateError } from "../../src/index.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";

/** VPP 26.06 doesn't answer where there is no such SA. */
const SILENT = "ikev2_nonce_get";

describe("every dump and get of a VPP with all its plugins", { skip: skipWithoutVpp }, () => {
  it("is answered, and its answer can be read", async () => {
    await using vpp = await startVpp({ plugins: "all", heapSize: "1G" });
    await using client = await connect({ socket: vpp.apiSocket, reconnect: false });
    const names = [...client.schema.services]
      .filter(([name, { stream }]) => stream || /_(get|dump)(_v\d+)?$|^show_|^get_/.test(name))
      .map(([name]) => name)
      .filter((name) => client.messageTable.has(name) && name !== SILENT);
    assert.ok(names.length > 200, `${names.length} dumps and gets`);
    const bad: string[] = [];
    for (const name of names) {
      const method = Reflect.get(client.api, name) as (
        fields: object,
        options: object,
      ) => { toArray(): Promise<unknown> };
      try {
        await method({}, { check: false }).toArray();
      } catch (error) {
        // Those that would kill VPP are refused before they are sent.
        if (error instanceof VppStateError && /unsafe/.test(error.message)) continue;
        assert.ok(vpp.running, `VPP died of ${name}`);
        bad.push(`${name}: ${error}`);
        if (!(error instanceof VppApiError || error instanceof VppDecodeError)) continue;
      }
    }
    assert.deepEqual(bad, []);
    assert.ok(vpp.running);
  });
});

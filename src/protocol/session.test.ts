import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EchoSession } from "../../test/support/echo-session.ts";
import { modelledSchema } from "../simulator/definitions/index.ts";

describe("a session that has ended", () => {
  it("takes no calls, whoever still has it", async () => {
    const { session } = new EchoSession(modelledSchema());
    const why = new Error("over");
    session.end(why);
    await assert.rejects(session.request("show_version", {}, {}), why);
    assert.throws(() => session.send("show_version", {}), why);
    assert.deepEqual([session.inFlight, session.outbox.queued], [0, 0]);
  });
});

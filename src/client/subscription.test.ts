import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { VppConnectionError, VppStateError, VppTimeoutError } from "../errors/index.ts";
import { Subscription } from "./subscription.ts";

interface Sent {
  readonly on: unknown;
  agree(): void;
  fail(error: unknown): void;
}

const lost = new VppConnectionError("lost", "no link");

/** A subscription, and what it sends, which is answered by hand. */
function subscription(): { it: Subscription; sent: Sent[]; reported: unknown[] } {
  const sent: Sent[] = [];
  const reported: unknown[] = [];
  const want = { caller: "want_x", fields: (on: boolean) => ({ on }) };
  const send = (_: unknown, { on }: { on?: unknown }): Promise<void> =>
    new Promise((agree, fail) => {
      sent.push({ on, agree, fail });
    });
  return { it: new Subscription(want, {}, send, (error) => reported.push(error)), sent, reported };
}

/** How a promise stands once all reactions have run. */
async function standing(promise: Promise<void>): Promise<string> {
  let now = "open";
  promise.then(
    () => {
      now = "kept";
    },
    (error: unknown) => {
      now = String(error);
    },
  );
  await turn();
  return now;
}

describe("a subscription", () => {
  it("made without a link is confirmed by VPP after the reconnect, not before", async () => {
    const { it: one, sent } = subscription();
    const ready = one.set(true);
    sent[0]?.fail(lost);
    assert.equal(await standing(ready), "open");
    void one.restore();
    await turn();
    assert.equal(sent.length, 2);
    assert.equal(await standing(ready), "open");
    sent[1]?.agree();
    assert.equal(await standing(ready), "kept");
  });

  it("that failed in the moment in which the link came back is asked for there", async () => {
    const { it: one, sent } = subscription();
    const ready = one.set(true);
    sent[0]?.fail(lost);
    void one.restore();
    await turn();
    assert.equal(sent.length, 2);
    sent[1]?.agree();
    assert.equal(await standing(ready), "kept");
  });

  it("confirmed by a link that is gone by then is asked for on the next", async () => {
    const { it: one, sent } = subscription();
    void one.set(true);
    sent[0]?.agree();
    one.lost();
    await turn();
    assert.equal(sent.length, 2);
  });

  it("that was confirmed once is asked for until the next VPP has time for it", async () => {
    const { it: one, sent, reported } = subscription();
    const ready = one.set(true);
    sent[0]?.agree();
    await ready;
    one.lost();
    const restored = one.restore();
    const late = new VppTimeoutError("want_x", 5000);
    for (const [i, request] of [late, late, null].entries()) {
      assert.equal(await standing(restored), "open");
      assert.equal(sent.length, i + 2);
      if (request === null) sent[i + 1]?.agree();
      else sent[i + 1]?.fail(request);
    }
    assert.equal(await standing(restored), "kept");
    assert.deepEqual(reported, [late, late]);
  });

  it("that was never confirmed fails where VPP doesn't answer", async () => {
    const { it: one, sent, reported } = subscription();
    const ready = one.set(true);
    const late = new VppTimeoutError("want_x", 5000);
    sent[0]?.fail(late);
    assert.equal(await standing(ready), String(late));
    assert.deepEqual([sent.length, reported], [1, []]);
  });

  it("that is no longer wanted waits for no link", async () => {
    const { it: one, sent } = subscription();
    const ready = one.set(true);
    sent[0]?.fail(lost);
    await turn();
    assert.equal(await standing(one.set(false)), "kept");
    assert.equal(await standing(ready), "kept");
    assert.equal(sent.length, 1);
  });

  it("of a client that is closed says so, whichever is first, the wait or the end", async () => {
    for (const wait of [true, false]) {
      const { it: one, sent } = subscription();
      const ready = one.set(true);
      sent[0]?.fail(lost);
      if (wait) await turn();
      one.end();
      await turn();
      sent[1]?.fail(new VppStateError("the client is closed"));
      assert.equal(await standing(ready), "VppStateError: the client is closed");
    }
  });
});

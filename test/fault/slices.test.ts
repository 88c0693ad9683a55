// Many answers in one chunk: calls made and things done in reaction to the first of them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppConnectionError } from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

const COUNT = 40;

function open(fake: FakeVpp) {
  return connect({ socket: fake.path, definitions: schema, reconnect: false });
}

/** Answers echoes `COUNT` at a time, in one write, with `behind` after them. */
function inOneChunk(behind: (request: Request) => Buffer = () => Buffer.alloc(0)) {
  let held: Request[] = [];
  return (request: Request): void => {
    if (request.name !== "echo") return;
    held.push(request);
    if (held.length < COUNT) return;
    const all = held.map(({ peer, context, fields }) =>
      peer.frame("echo_reply", { retval: 0, value: fields.value }, context),
    );
    held = [];
    request.peer.socket.write(Buffer.concat([...all, behind(request)]));
  };
}

describe("many answers in one chunk", () => {
  it("settle each call once and in order, and so for the calls made in reaction", async () => {
    await using fake = await FakeVpp.start({ answer: inOneChunk() });
    await using vpp = await open(fake);
    const got: number[] = [];
    const lane = async (i: number): Promise<void> => {
      for (let round = 0; round < 5; round++) {
        const { value } = await vpp.call("echo", { value: round * COUNT + i });
        got.push(Number(value));
      }
    };
    await Promise.all(Array.from({ length: COUNT }, (_, i) => lane(i)));
    assert.deepEqual(
      got,
      Array.from({ length: 5 * COUNT }, (_, i) => i),
    );
    assert.equal(vpp.stats().get("echo")?.count, 5 * COUNT);
  });

  it("closing in reaction to the first fails what hasn't been delivered, each call once", async () => {
    await using fake = await FakeVpp.start({ answer: inOneChunk() });
    const vpp = await open(fake);
    let closing: Promise<void> | null = null;
    const settled = await Promise.allSettled(
      Array.from({ length: COUNT }, async (_, value) => {
        await vpp.call("echo", { value });
        closing ??= vpp.close();
      }),
    );
    await closing;
    const kept = settled.findLastIndex(({ status }) => status === "fulfilled") + 1;
    assert.ok(kept >= 1);
    for (const [i, result] of settled.entries()) {
      assert.equal(result.status, i < kept ? "fulfilled" : "rejected");
      if (result.status === "rejected") assert.ok(result.reason instanceof VppConnectionError);
    }
    assert.equal(fake.requests.at(-1)?.name, "sockclnt_delete");
  });

  it("are kept where what comes behind them can't be read", async () => {
    await using fake = await FakeVpp.start({ answer: inOneChunk(() => Buffer.alloc(16)) });
    const vpp = await open(fake);
    const ended = new Promise<string>((resolve) => vpp.onState(({ kind }) => resolve(kind)));
    const calls = Array.from({ length: COUNT }, (_, value) => vpp.call("echo", { value }));
    assert.equal((await Promise.all(calls)).length, COUNT);
    assert.equal(await ended, "closed");
    await vpp.close();
  });
});

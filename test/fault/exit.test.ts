import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runToExit, WAYS } from "../support/exit-run.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

function answer({ name, context, peer }: Request): void {
  if (name === "echo") peer.send("echo_reply", { retval: 0 }, context);
}

describe("a program that ends without closing its client", () => {
  for (const [how, code, signal] of WAYS) {
    it(`by ${how} says goodbye`, async () => {
      await using fake = await FakeVpp.start({ answer });
      assert.deepEqual(await runToExit(fake.path, how, "fake"), [code, signal]);
      assert.deepEqual(fake.requests.at(-1)?.fields, { index: 0x8000_0001 });
      assert.equal(fake.requests.at(-1)?.name, "sockclnt_delete");
    });
  }
});

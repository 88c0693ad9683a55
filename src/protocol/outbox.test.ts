import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { message } from "../../test/support/calls.ts";
import type { MessageDescriptor } from "../codec/index.ts";
import { HEADER } from "./frame.ts";
import { Outbox } from "./outbox.ts";

/** A frame of `message`. */
const FRAME = HEADER + 11;

function outbox(maxRequest = 100): { out: Outbox; asked: string[] } {
  const asked: string[] = [];
  const host = { outputPending: () => asked.push("pending"), outputFull: () => asked.push("full") };
  return { out: new Outbox(7, maxRequest, host), asked };
}

const failing: MessageDescriptor = {
  ...message,
  encode(w) {
    w.pos = w.reserve(5) + 5;
    w.bytes.fill(0xff, w.pos - 5, w.pos);
    throw new Error("no value of this kind");
  },
};

describe("Outbox", () => {
  it("says once that output waits, and again after it was taken or left", () => {
    const { out, asked } = outbox();
    out.encode(message, 1, {}, 1);
    out.encode(message, 1, {}, 2);
    out.append(Buffer.alloc(3));
    assert.deepEqual([asked, out.queued], [["pending"], 2 * FRAME + 3]);
    out.held();
    out.encode(message, 1, {}, 3);
    assert.equal(out.take().length, 3 * FRAME + 3);
    out.append(Buffer.alloc(3));
    assert.deepEqual([asked, out.queued], [["pending", "pending", "pending"], 3]);
  });

  it("wants a write of its own once there is much", () => {
    const { out, asked } = outbox();
    out.append(Buffer.alloc((1 << 16) - FRAME));
    out.added();
    assert.deepEqual(asked, ["pending"]);
    out.encode(message, 1, {}, 1);
    out.added();
    assert.deepEqual(asked, ["pending", "full"]);
  });

  it("keeps nothing of what can't be encoded or is too large", () => {
    const { out } = outbox(10);
    out.append(Buffer.from("kept"));
    assert.throws(() => out.encode(failing, 1, {}, 1), /no value of this kind/);
    assert.throws(() => out.encode(message, 1, {}, 1), {
      name: "VppStateError",
      message: "x: 27 bytes are more than 10 (maxRequest)",
    });
    out.append(Buffer.from("so"));
    const { slab } = out;
    assert.equal(out.take().toString(), "keptso");
    assert.ok(slab.bytes.subarray(6).every((byte) => byte === 0));
  });

  it("frames what it encodes", () => {
    const { out } = outbox();
    out.encode(message, 1, {}, 1);
    assert.equal(out.take().readUInt32BE(8), 11);
  });
});

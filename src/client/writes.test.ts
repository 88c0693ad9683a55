import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HEADER, Outbox } from "../protocol/index.ts";
import { Writes } from "./writes.ts";

/** Frames of so many bytes each, header and all, in writes that are under way. */
function writing(...writes: readonly (readonly number[])[]): { writes: Writes; all: Buffer } {
  const outbox = new Outbox(1, 1 << 20, { outputPending: () => {}, outputFull: () => {} });
  const under = new Writes(() => {});
  const all: Buffer[] = [];
  const transport = {
    write: (bytes: Buffer) => all.push(Buffer.from(bytes)) > 0,
    untaken: 0,
    pause: () => {},
    resume: () => {},
    hold: () => {},
    writeNow: () => true,
    atThreadEnd: async () => {},
    destroy: () => {},
  };
  let mark = 0;
  for (const sizes of writes) {
    for (const size of sizes) {
      const frame = Buffer.alloc(size, ++mark);
      frame.writeUInt32BE(size - HEADER, 8);
      outbox.append(frame);
    }
    under.write(outbox, transport);
  }
  return { writes: under, all: Buffer.concat(all) };
}

describe("Writes", () => {
  it("knows the rest of the frame that is out in part, wherever the kernel stopped", () => {
    const sizes = [[20, 30], [18], [40, 25]];
    const ends = [0, 20, 50, 68, 108, 133];
    const { writes, all } = writing(...sizes);
    assert.equal(all.length, 133);
    for (let taken = 0; taken <= all.length; taken++) {
      const end = ends.find((at) => at >= taken) ?? 0;
      assert.deepEqual(writes.cut(all.length - taken), all.subarray(taken, end), `${taken}`);
    }
  });
});

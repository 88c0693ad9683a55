import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DefinitionsCache } from "../definitions/index.ts";
import type { MessageTable } from "../protocol/index.ts";
import { cached, keyOf } from "./cached.ts";

const table = (...entries: [string, number, string][]): MessageTable =>
  new Map(entries.map(([name, id, crc]) => [name, { id, crc }]));
const TABLE = table(["a", 1, "00000001"], ["b", 2, "00000002"]);

describe("the key of a VPP's definitions", () => {
  it("depends on names and CRCs, not on ids and their order", () => {
    assert.match(keyOf(TABLE), /^[0-9a-f]{64}$/);
    assert.equal(keyOf(table(["b", 7, "00000002"], ["a", 9, "00000001"])), keyOf(TABLE));
    assert.notEqual(keyOf(table(["a", 1, "00000001"], ["b", 2, "00000003"])), keyOf(TABLE));
    assert.notEqual(keyOf(table(["a", 1, "00000001"])), keyOf(TABLE));
  });
});

describe("cached definitions", () => {
  /** A cache in memory that remembers what it was asked. */
  function memory(kept: string | null): DefinitionsCache & { asked: string[] } {
    const asked: string[] = [];
    return {
      asked,
      read: async (key) => {
        asked.push(`read ${key}`);
        return kept;
      },
      write: async (key, json) => {
        asked.push(`write ${key} ${json}`);
      },
    };
  }
  const key = keyOf(TABLE);

  it("spare the question", async () => {
    const cache = memory("[1]");
    assert.deepEqual(await cached(cache, TABLE, () => assert.fail("asked"), JSON.parse), [1]);
    assert.deepEqual(cache.asked, [`read ${key}`]);
  });

  it("are replaced where there are none or they can't be read", async () => {
    for (const kept of [null, "[", ""]) {
      const cache = memory(kept);
      assert.deepEqual(await cached(cache, TABLE, async () => "[2]", JSON.parse), [2]);
      assert.deepEqual(cache.asked, [`read ${key}`, `write ${key} [2]`]);
    }
  });

  it("aren't made of what VPP served and can't be read", async () => {
    const cache = memory(null);
    await assert.rejects(
      cached(cache, TABLE, async () => "[", JSON.parse),
      SyntaxError,
    );
    assert.deepEqual(cache.asked, [`read ${key}`]);
  });

  it("are as good as none where the cache fails", async () => {
    const fail = async (): Promise<never> => {
      throw new Error("full");
    };
    assert.deepEqual(await cached({ read: fail, write: fail }, TABLE, async () => "[3]", JSON.parse), [3]);
  });
});

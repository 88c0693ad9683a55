// Damaged segments: whatever the bytes, a reading gives values or VppStatsError, soon. VPP_TS_FUZZ sets the number of
// mutations (default 5,000).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openStats, VppStatsError } from "../../src/stats/index.ts";
import { SegmentWriter } from "../../src/stats/serve/index.ts";
import { readShared, skipWithoutShared } from "../support/shared.ts";

const MUTATIONS = Number(process.env.VPP_TS_FUZZ ?? 5000);
const SEED = 20_261_122;
/** Milliseconds that one reading may take at most; a hang would be for ever. */
const LONGEST = 5000;

/** Small and quick, the same everywhere (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Every kind of entry, packed into few bytes so that most mutations hit something. */
function densely(): Uint8Array {
  const w = new SegmentWriter(new ArrayBuffer(1 << 15));
  w.scalar("/sys/heartbeat", 3);
  w.gauge("/sys/vector_rate", 1);
  w.simple("/if/drops", [[1, 2, 3], [4]]);
  w.combined("/if/rx", [[[1, 2]], [[3, 4]]]);
  w.names("/if/names", ["local0", null, "loop0"]);
  w.symlink("/interfaces/local0/rx", "/if/rx", 0);
  w.symlink("/err/a/b", "/if/drops", 1);
  w.histogram("/h", [[2, 1, 1]]);
  w.entry(77, "/unknown", 5);
  w.ring("/r", { entrySize: 8, ringSize: 4, schema: "text" }).produce(new Uint8Array(8));
  w.simple("/mem/main heap", [[1, 2, 3, 4, 5, 6, 7]]);
  return w.toBytes();
}

type Outcome = "read" | "refused";

async function readAll(bytes: Uint8Array): Promise<Outcome> {
  let outcome: Outcome = "read";
  const attempt = (body: () => unknown) => {
    try {
      body();
    } catch (error) {
      if (!(error instanceof VppStatsError)) throw error;
      outcome = "refused";
    }
  };
  try {
    using stats = await openStats({ bytes, patience: 0 });
    attempt(() => JSON.stringify(stats.snapshot()));
    for (const entry of stats.ls()) attempt(() => JSON.stringify(stats.get(entry.name)));
    attempt(() => [stats.interfaces(), stats.errors(), stats.memory(), stats.system()]);
    attempt(() => {
      const histogram = stats.get("/h");
      if (histogram?.kind === "histogram") histogram.buckets(0);
    });
    attempt(() => stats.get("/r")?.kind === "ring" && [stats.ring("/r").read(), stats.ring("/r").schema()]);
  } catch (error) {
    if (!(error instanceof VppStatsError)) throw error;
    return "refused";
  }
  return outcome;
}

async function fuzz(
  original: Uint8Array,
  places: readonly number[],
  rounds: number,
): Promise<Record<Outcome, number>> {
  const random = randomNumbers(SEED);
  const bytes = Uint8Array.from(original);
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    const count = 1 + random(4);
    const touched = Array.from({ length: count }, () => places[random(places.length)]!);
    for (const at of touched) {
      // One bit, any byte, or the edges where lengths overflow.
      const how = random(3);
      if (how === 0) bytes[at]! ^= 1 << random(8);
      else bytes[at] = how === 1 ? random(256) : random(2) * 255;
    }
    const start = performance.now();
    try {
      outcomes[await readAll(bytes)]++;
    } catch (error) {
      const changes = touched.map((at) => `${at}=${bytes[at]}`).join(" ");
      throw new Error(`round ${round} (${changes}): ${String(error)}`, { cause: error });
    }
    const elapsed = performance.now() - start;
    assert.ok(elapsed < LONGEST, `round ${round} at ${touched} took ${elapsed} ms`);
    for (const at of touched) bytes[at] = original[at]!;
  }
  return outcomes;
}

/** Offsets of bytes that aren't zero, and the few around them: where the structure is. */
function interesting(bytes: Uint8Array): number[] {
  const found = new Set<number>();
  bytes.forEach((byte, at) => {
    if (byte === 0) return;
    for (let i = Math.max(0, at - 8); i < Math.min(bytes.length, at + 8); i++) found.add(i);
  });
  return [...found];
}

describe("damaged segments", () => {
  it(`are read or refused, ${MUTATIONS} mutations of our own`, { timeout: 3_600_000 }, async () => {
    const bytes = densely();
    assert.equal(await readAll(bytes), "read");
    const outcomes = await fuzz(bytes, interesting(bytes), MUTATIONS);
    assert.ok(outcomes.read > MUTATIONS / 20 && outcomes.refused > MUTATIONS / 20, JSON.stringify(outcomes));
  });

  it("are read or refused, cut off anywhere", async () => {
    const bytes = densely();
    for (let length = 0; length < bytes.length; length += 61) await readAll(bytes.subarray(0, length));
  });

  it("are read or refused, mutations of a recorded one", {
    skip: skipWithoutShared,
    timeout: 600_000,
  }, async () => {
    // What VPP allocated lies at the start; the rest of the 32 MiB is untouched heap.
    const bytes = readShared("vectors", "stats-26.06.bin.gz").subarray(0, 2 << 20);
    assert.equal(await readAll(bytes), "read");
    const header = Array.from({ length: 40 }, (_, i) => i);
    const outcomes = await fuzz(bytes, [...header, ...interesting(bytes)], 60);
    assert.ok(outcomes.read > 0, JSON.stringify(outcomes));
  });
});

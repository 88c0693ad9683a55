import { VppStatsError } from "../errors/index.ts";
import { MAX_ROWS, VECTOR_HEADER } from "./layout.ts";
import type { SegmentMemory } from "./memory.ts";
import { offsetOf, vectorAt } from "./pointer.ts";

/** Read in one go with the length; interface and node names are shorter. */
const USUAL_NAME = 56;
/** No name of VPP's comes near. */
const MAX_NAME = 4096;

/**
 * A vector of pointers to NUL-terminated byte vectors. They change under VPP's lock only, so once an epoch is enough.
 * @throws VppStatsError `invalid`
 */
export function readNames(
  memory: SegmentMemory,
  base: bigint,
  pointer: bigint,
  what: string,
): (string | null)[] {
  const outer = vectorAt(memory, base, pointer, 8, 8, what);
  if (outer === null) return [];
  if (outer.length > MAX_ROWS) {
    throw new VppStatsError("invalid", `${what}: ${outer.length} names`, {
      entry: what,
      offset: outer.offset,
    });
  }
  const bytes = memory.copy(outer.offset, outer.length * 8);
  const pointers = new DataView(bytes.buffer);
  const names: (string | null)[] = [];
  for (let i = 0; i < outer.length; i++) {
    const name = pointers.getBigUint64(i * 8, true);
    names.push(name === 0n ? null : readName(memory, base, name, `${what}[${i}]`));
  }
  return names;
}

function readName(memory: SegmentMemory, base: bigint, pointer: bigint, what: string): string {
  const offset = offsetOf(pointer, base, memory.size, what);
  const start = offset - VECTOR_HEADER;
  const first = memory.copy(start, Math.min(VECTOR_HEADER + USUAL_NAME, memory.size - start));
  const length = new DataView(first.buffer).getUint32(0, true);
  if (length > MAX_NAME || offset + length > memory.size) {
    throw new VppStatsError("invalid", `${what}: a name of ${length} bytes at ${offset}`, { offset });
  }
  const bytes = length <= USUAL_NAME ? first.subarray(VECTOR_HEADER) : memory.copy(offset, length);
  const nul = bytes.subarray(0, length).indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, nul === -1 ? length : nul).toString("utf8");
}

import { METADATA_STRIDE } from "../ring-layout.ts";
import type { VectorMemory } from "./vectors.ts";

export interface RingConfig {
  readonly entrySize: number;
  readonly ringSize: number;
  readonly threads?: number;
  readonly schema?: string;
  readonly schemaVersion?: number;
}

const HEADER = 28;

/** A ring buffer as VPP lays it out: data at 28, metadata on the next cache line, then the schema. */
export class RingWriter {
  /** Of the ring in the segment. */
  readonly offset: number;
  readonly #memory: VectorMemory;
  readonly #config: RingConfig;
  readonly #metadata: number;

  constructor(memory: VectorMemory, config: RingConfig) {
    const { entrySize, ringSize, threads = 1, schema = "", schemaVersion = 0 } = config;
    this.#memory = memory;
    this.#config = config;
    const metadata = Math.ceil((HEADER + threads * ringSize * entrySize) / METADATA_STRIDE) * METADATA_STRIDE;
    const schemaBytes = Buffer.from(schema, "utf8");
    const schemaOffset = metadata + threads * METADATA_STRIDE;
    this.offset = memory.block(schemaOffset + schemaBytes.length);
    this.#metadata = this.offset + metadata;
    [entrySize, ringSize, threads, schemaBytes.length, schemaVersion, metadata, HEADER].forEach(
      (value, i) => {
        memory.view.setUint32(this.offset + i * 4, value, true);
      },
    );
    schemaBytes.copy(memory.bytes, this.offset + schemaOffset);
    for (let thread = 0; thread < threads && schemaBytes.length > 0; thread++) {
      const at = this.#at(thread);
      memory.view.setUint32(at + 4, schemaVersion, true);
      memory.view.setUint32(at + 16, schemaOffset, true);
      memory.view.setUint32(at + 20, schemaBytes.length, true);
    }
  }

  /** Writes the next entry, over the oldest one when the ring is full. */
  produce(entry: Uint8Array, thread = 0): void {
    const { entrySize, ringSize } = this.#config;
    const at = this.#at(thread);
    const head = this.#memory.view.getUint32(at, true);
    const slot = this.offset + HEADER + (thread * ringSize + head) * entrySize;
    this.#memory.bytes.set(entry.subarray(0, entrySize), slot);
    this.#memory.view.setUint32(at, (head + 1) % ringSize, true);
    this.#memory.setU64(at + 8, this.#memory.getU64(at + 8) + 1n);
  }

  #at(thread: number): number {
    return this.#metadata + thread * METADATA_STRIDE;
  }
}

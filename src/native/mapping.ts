import { SystemCallError } from "./error.ts";
import type { Libc } from "./libc.ts";

const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_FAILED = 0xffff_ffff_ffff_ffffn;

/**
 * A file mapped into memory. `buffer` must not leave the code that owns the mapping: reading it after `unmap`, or writing
 * it when mapped read-only, kills the process.
 */
export interface Mapping {
  readonly buffer: ArrayBuffer;
  unmap(): void;
}

/** Maps `length` bytes from the start of a descriptor; the descriptor may be closed after. Throws SystemCallError. */
export function mapDescriptor(libc: Libc, fd: number, length: number, writable = false): Mapping {
  const protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  const address = libc.mmap(null, length, protection, MAP_SHARED, fd, 0);
  if (address === MAP_FAILED) throw new SystemCallError("mmap", libc.errno(), `${length} bytes`);
  let mapped = true;
  return {
    buffer: libc.view(address, length),
    unmap() {
      if (mapped) libc.munmap(address, length);
      mapped = false;
    },
  };
}

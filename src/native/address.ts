import { AF_UNIX, ENAMETOOLONG } from "./constants.ts";
import { SystemCallError } from "./error.ts";

/** sizeof(sun_path) in <sys/un.h>; a path needs one byte of it for its NUL. */
const PATH_SIZE = 108;

export interface SocketAddress {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** `struct sockaddr_un` for a path, or for `abstract:NAME` (VPP's own way to write an abstract name). */
export function unixAddress(path: string): SocketAddress {
  const abstract = path.startsWith("abstract:");
  const name = Buffer.from(abstract ? path.slice("abstract:".length) : path, "utf8");
  if (name.length === 0 || name.length >= PATH_SIZE || name.includes(0)) {
    throw new SystemCallError("connect", ENAMETOOLONG, `socket path of ${name.length} bytes, 1…107 possible`);
  }
  const bytes = new Uint8Array(new ArrayBuffer(2 + PATH_SIZE));
  bytes[0] = AF_UNIX;
  bytes.set(name, abstract ? 3 : 2);
  return { bytes, length: 2 + 1 + name.length };
}

import { getSystemErrorName } from "node:util";

/** A system call refused. `code` is the errno's name (`ECONNREFUSED`). */
export class SystemCallError extends Error {
  readonly syscall: string;
  readonly errno: number;
  readonly code: string;

  constructor(syscall: string, errno: number, detail: string) {
    const code = errorName(errno);
    super(`${syscall}: ${code}${detail === "" ? "" : ` (${detail})`}`);
    this.name = "SystemCallError";
    this.syscall = syscall;
    this.errno = errno;
    this.code = code;
  }
}

function errorName(errno: number): string {
  try {
    return getSystemErrorName(-errno);
  } catch {
    return `errno ${errno}`;
  }
}

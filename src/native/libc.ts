import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SystemCallError } from "./error.ts";

/**
 * The few C functions the library needs, as plain calls. Everything foreign is behind this interface, so another FFI
 * (or none) can take koffi's place. Addresses are bigint; a result of −1 is an error, its number in `errno()`.
 */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, address: null, length: null, flags: number): number;
  recvmsg(fd: number, message: Uint8Array, flags: number): number;
  sendmsg(fd: number, message: Uint8Array, flags: number): number;
  mmap(address: null, length: number, protection: number, flags: number, fd: number, offset: number): bigint;
  munmap(address: bigint, length: number): number;
  memfd_create(name: string, flags: number): number;
  fcntl(fd: number, command: number, argument: number): number;
  /** A stream's address; null where it fails. */
  fdopen(fd: number, mode: string): bigint | null;
  fwrite(data: Uint8Array, size: number, count: number, stream: bigint): number;
  /** Forgets what is buffered. */
  __fpurge(stream: bigint): void;
  fclose(stream: bigint): number;
  /** The address of a function of libc. */
  dlsym(library: null, name: string): bigint;
  /** 0, or the error's number: these don't use errno. */
  pthread_key_create(key: Uint32Array, destructor: bigint): number;
  pthread_setspecific(key: number, value: bigint | null): number;
  pthread_key_delete(key: number): number;
  errno(): number;
  /** Address of a buffer's first byte; it must have its own ArrayBuffer and stay reachable while C uses it. */
  addressOf(buffer: ArrayBuffer): bigint;
  /** Memory outside of JavaScript as an ArrayBuffer. Touching it after munmap kills the process. */
  view(address: bigint, length: number): ArrayBuffer;
  /** Calls back whenever the descriptor is readable, until stopped. Keeps the event loop alive unless `unref`. */
  poll(fd: number, callback: () => void): PollHandle;
}

export interface PollHandle {
  stop(): void;
  unref(): void;
}

const PROTOTYPES = {
  socket: "int socket(int, int, int)",
  connect: "int connect(int, const void *, uint32_t)",
  bind: "int bind(int, const void *, uint32_t)",
  listen: "int listen(int, int)",
  accept4: "int accept4(int, void *, void *, int)",
  recvmsg: "int64_t recvmsg(int, void *, int)",
  sendmsg: "int64_t sendmsg(int, void *, int)",
  mmap: "void *mmap(void *, size_t, int, int, int, int64_t)",
  munmap: "int munmap(void *, size_t)",
  memfd_create: "int memfd_create(const char *, unsigned int)",
  fcntl: "int fcntl(int, int, int)",
  fdopen: "void *fdopen(int, const char *)",
  fwrite: "size_t fwrite(const void *, size_t, size_t, void *)",
  __fpurge: "void __fpurge(void *)",
  fclose: "int fclose(void *)",
  dlsym: "void *dlsym(void *, const char *)",
  pthread_key_create: "int pthread_key_create(void *, void *)",
  pthread_setspecific: "int pthread_setspecific(uint32_t, void *)",
  pthread_key_delete: "int pthread_key_delete(uint32_t)",
} as const satisfies Partial<Record<keyof Libc, string>>;

let loading: Promise<Libc> | undefined;

/** Loads koffi (an optional dependency) on first use. Rejects where it is missing or the system is not 64-bit Linux. */
export function loadLibc(): Promise<Libc> {
  loading ??= bindLibc();
  return loading;
}

async function bindLibc(): Promise<Libc> {
  // The structs in message.ts are laid out for 64-bit little-endian Linux, all that VPP runs on.
  if (process.platform !== "linux" || (process.arch !== "x64" && process.arch !== "arm64")) {
    throw new Error(
      `native access is for Linux on x64 and arm64, not ${process.platform} on ${process.arch}`,
    );
  }
  const koffi = prebuiltKoffi() ?? (await import("koffi")).default;
  const lib = koffi.load(null);
  const rest: Omit<Libc, keyof typeof PROTOTYPES> = {
    errno: () => koffi.errno(),
    addressOf: (buffer) => koffi.address(buffer),
    view: (address, length) => koffi.view(address, length),
    poll: (fd, callback) => {
      const handle = koffi.node.poll(fd, { readable: true, disconnect: true }, callback);
      return { stop: () => handle.close(), unref: () => handle.unref() };
    },
  };
  return declared(rest, (prototype) => lib.func(prototype));
}

/**
 * koffi's native part as its package for this system has it: finding it by way of koffi itself takes 5 ms, two thirds of
 * loading it. Null where koffi was installed otherwise (musl, built from source, bundled): it knows best itself.
 */
function prebuiltKoffi(): Koffi | null {
  try {
    const koffi = createRequire(createRequire(import.meta.url).resolve("koffi"));
    const folder = dirname(koffi.resolve(`@koromix/koffi-linux-${process.arch}`));
    const native: Koffi = koffi(join(folder, `linux_${process.arch}`, "koffi.node"));
    return typeof native.load === "function" && typeof native.node.poll === "function" ? native : null;
  } catch {
    return null;
  }
}

type Koffi = Pick<typeof import("koffi")["default"], "load" | "errno" | "address" | "view" | "node">;

/** Adds the functions, each declared when it is first used: a declaration takes 0.1 ms, and few programs need them all. */
function declared(rest: Omit<Libc, keyof typeof PROTOTYPES>, declare: (prototype: string) => unknown): Libc {
  for (const [name, prototype] of Object.entries(PROTOTYPES)) {
    Object.defineProperty(rest, name, {
      configurable: true,
      get: () => {
        const value = declare(prototype);
        Object.defineProperty(rest, name, { value });
        return value;
      },
    });
  }
  return rest as Libc;
}

/** The result, or the error behind a −1. */
export function checked(libc: Libc, syscall: string, result: number, detail = ""): number {
  if (result < 0) throw new SystemCallError(syscall, libc.errno(), detail);
  return result;
}

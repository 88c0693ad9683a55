/** What has to say goodbye before the process is gone. */
export interface Leaver {
  /** Sends the goodbye, waiting for room until the time `until`; false where there was nothing to send. */
  leaveNow(until: number): boolean;
}

/**
 * Milliseconds VPP gets to read the goodbye before the kernel closes the socket: a VPP (26.06) that finds
 * the socket of a busy client closed may spin for good.
 */
const GRACE = 20;
/** Milliseconds VPP gets to take the rest of requests that it has in part: a large one may be 16 MiB. */
const PATIENCE = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const leavers = new Set<Leaver>();

/** Has the process say goodbye however it ends, short of SIGKILL. */
export function leaveOnExit(leaver: Leaver): void {
  if (leavers.size === 0) {
    process.on("exit", leaveAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  leavers.add(leaver);
}

export function forgetOnExit(leaver: Leaver): void {
  if (!leavers.delete(leaver) || leavers.size > 0) return;
  process.removeListener("exit", leaveAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}

function leaveAll(): void {
  const until = performance.now() + PATIENCE;
  let sent = false;
  for (const leaver of leavers) sent = leaver.leaveNow(until) || sent;
  if (sent) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, GRACE);
}

/** Where the program listens too, it decides whether the process ends; `exit` is heard then. */
function onSignal(signal: NodeJS.Signals): void {
  if (isHeardBySomebodyElse(signal)) return;
  leaveAll();
  for (const leaver of [...leavers]) forgetOnExit(leaver);
  process.kill(process.pid, signal);
}

/** On the listeners of every copy of this package in the process. */
const LETS_END = Symbol.for("vpp-ts: lets the process end");
Object.defineProperty(onSignal, LETS_END, { value: true });

/**
 * Other copies of this package, and those of `signal-exit` (a dependency of very many tools; it counts them where others
 * can see), have the process end if nobody else listens. Each leaving it to the other, no signal would end it any more.
 */
function isHeardBySomebodyElse(signal: NodeJS.Signals): boolean {
  const others = process.listeners(signal).filter((listener) => !Object.hasOwn(listener, LETS_END)).length;
  const emitters: unknown[] = [
    Reflect.get(globalThis, Symbol.for("signal-exit emitter")), // its version 4
    Reflect.get(process, "__signal_exit_emitter__"),
  ];
  return others > emitters.reduce((sum: number, emitter) => sum + countOf(emitter), 0);
}

function countOf(emitter: unknown): number {
  const count: unknown = typeof emitter === "object" && emitter !== null ? Reflect.get(emitter, "count") : 0;
  return typeof count === "number" ? count : 0;
}

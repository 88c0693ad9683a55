import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, loader } from "./program.ts";

const program = codeOf("test/support/exit-client.ts");

/** Ways a program may end, and the exit code or signal that is seen then. */
export const WAYS: readonly [how: string, code: number | null, signal: NodeJS.Signals | null][] = [
  ["return", 0, null],
  ["exit", 3, null],
  ["exit-in-a-request", 3, null],
  ["throw", 1, null],
  ["reject", 1, null],
  ["worker-terminate", 0, null],
  ["worker-exit", 3, null],
  ["SIGINT", null, "SIGINT"],
  ["SIGTERM", null, "SIGTERM"],
  ["SIGHUP", null, "SIGHUP"],
  // Others listen that end the process where nobody else does, as this package does.
  ["SIGTERM-watched", null, "SIGTERM"],
  // The program listens too: it decides, and its client works until it has.
  ["SIGTERM-heard", 7, null],
];

/** Runs a client that ends so, without closing. */
export async function runToExit(
  socket: string,
  how: string,
): Promise<[number | null, NodeJS.Signals | null]> {
  const child = spawn(process.execPath, [...loader, program, socket, how], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  if (how.startsWith("SIG")) {
    await sleep(50);
    child.kill(how.split("-")[0] as NodeJS.Signals);
  }
  const [code, signal] = await exited;
  return [code, signal];
}

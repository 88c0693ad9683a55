// A client that ends its process in the way it is told, with calls in flight. Started by tests.
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { connect } from "../../src/index.ts";
import { codeOf } from "./program.ts";

const [socket = "", how = ""] = process.argv.slice(2);

/** The client lives in a thread of its own; the main thread ends it, or the process. */
async function inWorker(): Promise<void> {
  // A worker doesn't take tsx over from --import.
  const url = pathToFileURL(import.meta.filename).href;
  const program = `import("tsx/esm/api").then(({ register }) => { register(); return import("${url}") })`;
  const worker = new Worker(program, { eval: true, argv: process.argv.slice(2) });
  await new Promise((resolve) => worker.once("message", resolve));
  process.stdout.write("ready\n");
  setTimeout(() => {
    if (how === "worker-exit") process.exit(3);
    void worker.terminate();
  }, 50);
}

/** Another copy of this package listens too, and what does as `signal-exit` 4. */
async function watchToo(): Promise<void> {
  const copy: string = `${pathToFileURL(codeOf("src/client/process-exit.ts")).href}?copy`;
  const { leaveOnExit } = (await import(copy)) as typeof import("../../src/client/process-exit.ts");
  leaveOnExit({ leaveNow: () => false });
  Object.assign(globalThis, { [Symbol.for("signal-exit emitter")]: { count: 1 } });
  process.on("SIGTERM", function end() {
    if (process.listenerCount("SIGTERM") > 1) return;
    process.off("SIGTERM", end);
    process.kill(process.pid, "SIGTERM");
  });
  setTimeout(() => process.exit(9), 5000); // nobody has ended it
}

async function inThisThread(): Promise<void> {
  const vpp = await connect({ socket });
  const busy = (): void => {
    vpp.call("control_ping").then(busy, () => {});
  };
  if (!/^return|request$/.test(how)) for (let i = 0; i < 100; i++) busy();
  await vpp.call("show_version");
  if (how === "SIGTERM-heard") {
    process.on("SIGTERM", () => {
      setTimeout(() => vpp.call("show_version").then(() => process.exit(7)), 50);
    });
  }
  if (how === "SIGTERM-watched") await watchToo();
  if (how === "worker-terminate-in-a-request") {
    vpp.call("cli_inband", { cmd: "x".repeat(8 << 20) }).catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (isMainThread) process.stdout.write("ready\n");
  else parentPort?.postMessage("ready");
  if (how === "exit") setTimeout(() => process.exit(3), 50);
  if (how === "exit-in-a-request") {
    setTimeout(() => {
      // More than a socket holds: a part of it is with the kernel by then.
      vpp.call("cli_inband", { cmd: "x".repeat(8 << 20) }).catch(() => {});
      setImmediate(() => process.exit(3));
    }, 50);
  }
  if (how === "throw") {
    setTimeout(() => {
      throw new Error("as told");
    }, 50);
  }
  if (how === "reject") setTimeout(() => void Promise.reject(new Error("as told")), 50);
}

await (isMainThread && how.startsWith("worker") ? inWorker() : inThisThread());

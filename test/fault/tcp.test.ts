// VPP's API socket may be one of TCP (socksvr { socket-name 127.0.0.1:5002 }): connecting to it may take its time.
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { connect } from "../../src/index.ts";

/** A port whose queue of connections is full: a thread listens, and accepts nothing until it is told. */
const CROWDED = `
const { parentPort, workerData } = require("node:worker_threads");
const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(workerData, 0, 0);
  server.close();
});`;

const open = (): number => process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length;

describe("connecting by TCP", () => {
  let server: Server;
  let address = "";
  const heard: Promise<string>[] = [];

  before(async () => {
    server = createServer((socket) => {
      const all = (async () => {
        const chunks: Buffer[] = [];
        socket.on("error", () => {});
        socket.on("data", (chunk) => chunks.push(chunk));
        await once(socket, "close");
        return Buffer.concat(chunks).toString("latin1");
      })();
      heard.push(all);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const moments: Readonly<Record<string, () => Promise<unknown>>> = {
    "at once": async () => {},
    "in the next microtask": () => Promise.resolve(),
    "in the next tick": () => new Promise<void>((resolve) => process.nextTick(resolve)),
    "in the tick after": () =>
      new Promise<void>((resolve) => process.nextTick(() => process.nextTick(resolve))),
    "in the next turn of the event loop": () => turn(),
  };
  for (const [name, moment] of Object.entries(moments)) {
    it(`says its greeting on what the system had connected when it was given up ${name}`, async () => {
      heard.length = 0;
      const control = new AbortController();
      const tried = connect({ socket: address, name: "by tcp", signal: control.signal, reconnect: false });
      const settled = Promise.allSettled([tried]);
      await moment();
      control.abort(new Error("given up"));
      assert.equal((await settled)[0]?.status, "rejected");
      // Behind it in the server's queue.
      connectSocket((server.address() as AddressInfo).port, "127.0.0.1").end("last");
      const said: string[] = [];
      while (!said.includes("last")) {
        while (heard.length === said.length) await sleep(1);
        said.push((await heard[said.length]) ?? "");
      }
      for (const text of said) assert.match(text, /by tcp|^last$/);
    });
  }

  it("leaves nothing behind where it was given up before the system had connected", async () => {
    const release = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(CROWDED, { eval: true, workerData: release });
    const [port] = (await once(worker, "message")) as [number];
    const crowd: Socket[] = Array.from({ length: 8 }, () => connectSocket(port, "127.0.0.1"));
    for (const socket of crowd) socket.on("error", () => {});
    try {
      await sleep(50);
      assert.ok(
        crowd.some(({ connecting }) => connecting),
        "the queue is not full",
      );
      const before = open();
      const tried = connect({ socket: `127.0.0.1:${port}`, timeout: 50, reconnect: false });
      await turn();
      assert.equal(open(), before + 1);
      await assert.rejects(tried, { name: "VppTimeoutError" });
      for (let i = 0; i < 4; i++) await turn();
      assert.equal(open(), before);
    } finally {
      for (const socket of crowd) socket.destroy();
      Atomics.store(release, 0, 1);
      Atomics.notify(release, 0);
      await once(worker, "exit");
    }
  });
});

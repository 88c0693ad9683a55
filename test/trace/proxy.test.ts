import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { connect } from "../../src/client/index.ts";
import { HEADER } from "../../src/protocol/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { RawClient } from "../simulator/raw-client.ts";
import { Tee } from "../support/tee.ts";
import { Traced } from "./host.ts";

const folder = mkdtempSync(join(tmpdir(), "vpp-ts-proxy-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt32BE(payload.length, 8);
  return Buffer.concat([head, payload]);
}

/** Takes connections and leaves them to the test. */
async function bareServer(name: string): Promise<{ path: string; accepted: Promise<Socket>; close(): void }> {
  const path = join(folder, name);
  let accept: (socket: Socket) => void = () => {};
  const accepted = new Promise<Socket>((resolve) => {
    accept = resolve;
  });
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on("error", () => {});
    accept(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { path, accepted, close: () => server.close() };
}

async function dialled(path: string): Promise<Socket> {
  const socket = dial({ path, allowHalfOpen: true });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** What a socket says until its end; it stays open for the other direction. */
function all(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk)).resume();
  return new Promise((resolve) => socket.once("end", () => resolve(Buffer.concat(chunks))));
}

describe("the trace proxy", () => {
  it("changes no byte of several clients at once, and tells what they said", async () => {
    await using simulator = await Simulator.start({ shuffleIds: true, seed: 3 });
    const behind = await Tee.listen(join(folder, "behind"), simulator.socket);
    await using traced = await Traced.start(join(folder, "behind"), simulator);
    const before = await Tee.listen(join(folder, "before"), traced.path);
    const clients = Array.from({ length: 5 }, async (_, i) => {
      await using vpp = await connect({ socket: join(folder, "before"), name: `client ${i}` });
      for (let k = 0; k < 20; k++) await vpp.call("create_loopback");
      await Promise.all([vpp.call("show_version"), vpp.dump("sw_interface_dump").toArray()]);
      await assert.rejects(vpp.call("sw_interface_set_flags", { sw_if_index: 9999 }));
    });
    await Promise.all(clients);
    for (let i = 1; i <= 5; i++) await traced.event(`${i} closed`);
    const sorted = (tee: Tee) =>
      tee.bytes.map((sides) => sides.map((side) => side.toString("hex")).join()).sort();
    assert.equal(before.connections.length, 5);
    assert.deepEqual(sorted(before), sorted(behind));

    const refused = traced.seen.filter(({ name }) => name === "sw_interface_set_flags_reply");
    assert.equal(refused.length, 5);
    for (const { request, last, time } of refused) {
      assert.deepEqual([request?.name, last], ["sw_interface_set_flags", true]);
      assert.ok((time ?? 0) >= (request?.time ?? Number.POSITIVE_INFINITY));
    }
    const details = traced.seen.filter(({ name }) => name === "sw_interface_details");
    assert.ok(details.length >= 5 * 21);
    assert.ok(details.every(({ request, last }) => request?.name === "sw_interface_dump" && !last));
    const pings = traced.seen.filter(({ name }) => name === "control_ping_reply");
    assert.ok(pings.every(({ request, last }) => request?.name === "sw_interface_dump" && last));
    assert.ok(traced.seen.every(({ name, descriptor }) => name !== null && descriptor !== null));
    before.close();
    behind.close();
  });

  it("tells the same of bytes that come one by one", async () => {
    await using simulator = await Simulator.start();
    await using traced = await Traced.start(simulator.socket, simulator);
    let runs = 0;
    const run = async (step: number): Promise<[string, unknown[]]> => {
      const from = traced.seen.length;
      const socket = await dialled(traced.path);
      const said = all(socket);
      const hello = Buffer.alloc(70);
      hello.writeUInt16BE(15);
      hello.write("bytes", 6);
      const ping = Buffer.from("00170000000000000005", "hex");
      const bye = Buffer.from("00110000000000000006", "hex");
      const index = Buffer.alloc(4);
      index.writeUInt32BE(0x8000_0001);
      bye.writeUInt32BE(0x8000_0001, 2);
      ping.writeUInt32BE(0x8000_0001, 2);
      const bytes = Buffer.concat([frame(hello), frame(ping), frame(Buffer.concat([bye, index]))]);
      for (let at = 0; at < bytes.length; at += step) {
        socket.write(bytes.subarray(at, at + step));
        await turn();
      }
      const answer = await said;
      socket.end();
      await traced.event(`${++runs} closed`);
      const seen = traced.seen
        .slice(from)
        .map(({ name, hex, request, last }) => [name, hex, request?.name, last]);
      return [answer.toString("hex"), seen];
    };
    const whole = await run(1 << 20);
    assert.equal(whole[1].length, 6);
    simulator.inject({ kind: "split", size: 1 });
    assert.deepEqual(await run(1), whole);
  });

  it("passes on the end of either side, however it comes", async () => {
    await using simulator = await Simulator.start();
    await using traced = await Traced.start(simulator.socket, simulator);
    const first = await RawClient.connect(traced.path, simulator.schema);
    simulator.disconnect();
    await assert.rejects(async () => first.next(), /closed/);
    assert.match(await traced.event("1 closed"), /by vpp/);

    const second = await RawClient.connect(traced.path, simulator.schema);
    await second.call("show_version");
    second.socket.destroy();
    assert.match(await traced.event("2 closed"), /by client/);
    assert.deepEqual(simulator.clients, []);
    // Others go on.
    await using third = await RawClient.connect(traced.path, simulator.schema);
    await third.call("show_version");
  });

  it("keeps one direction open when the other ends", async () => {
    const server = await bareServer("half");
    await using traced = await Traced.start(server.path);
    const client = await dialled(traced.path);
    const answer = all(client);
    const request = all(await server.accepted);
    client.end("anything but frames, and not many bytes");
    assert.equal((await request).toString(), "anything but frames, and not many bytes");
    (await server.accepted).end("an answer to that, after its end");
    assert.equal((await answer).toString(), "an answer to that, after its end");
    assert.equal(await traced.event("1 closed"), "1 closed by client");
    server.close();
  });

  it("closes a client's connection when VPP can't be reached, and says why", async () => {
    await using traced = await Traced.start(join(folder, "nobody"));
    const client = await dialled(traced.path);
    client.write("x");
    client.resume();
    await new Promise((resolve) => client.once("close", resolve));
    assert.match(await traced.event("1 closed"), /^1 closed by vpp: VPP can't be reached: connect ENOENT/);
    await assert.rejects(connect({ socket: traced.path }), { code: "VPP_CONNECTION" });
  });

  it("isn't put off by what is no message", async () => {
    await using simulator = await Simulator.start();
    await using traced = await Traced.start(simulator.socket, simulator);
    const client = await RawClient.connect(traced.path, simulator.schema);
    // Unknown, empty, and too short for its definition: VPP drops them.
    client.socket.write(Buffer.concat([frame(Buffer.from([0xff, 0xff, 1])), frame(Buffer.alloc(0))]));
    const short = Buffer.alloc(2);
    short.writeUInt16BE(client.ids.get("sw_interface_set_flags") ?? 0);
    client.socket.write(frame(short));
    await client.call("show_version");
    await client.close();
    await traced.event("1 closed");
    assert.equal(await traced.event("1 skipped"), "1 skipped 0 from client");
    const names = traced.seen.map(({ name }) => name);
    assert.deepEqual(names.slice(2, -2), [
      null,
      "sw_interface_set_flags",
      "show_version",
      "show_version_reply",
    ]);
  });

  it("reads no further once descriptors would have to pass", async () => {
    const server = await bareServer("shm");
    await using traced = await Traced.start(server.path);
    const client = await dialled(traced.path);
    const answer = all(client);
    const said = Buffer.concat([frame(Buffer.from("00140000000100000000", "hex")), Buffer.from("fdmsg")]);
    (await server.accepted).end(said);
    assert.deepEqual(await answer, said);
    client.end();
    assert.match(await traced.event("1 unreadable"), /from vpp: shared memory needs a file descriptor/);
    server.close();
  });

  it("says goodbye for its clients when it ends, and lets nobody but its owner connect", async () => {
    await using simulator = await Simulator.start();
    await using traced = await Traced.start(simulator.socket, simulator);
    assert.equal(statSync(traced.path).mode & 0o777, 0o600);
    const clients = await Promise.all(
      Array.from({ length: 3 }, () => RawClient.connect(traced.path, simulator.schema)),
    );
    for (const client of clients) await client.call("show_version");
    const closed = clients.map(({ socket }) => once(socket, "close"));
    await traced.close();
    await Promise.all(closed);
    const goodbyes = simulator.received("sockclnt_delete").map(({ fields }) => fields.index);
    assert.deepEqual(goodbyes.sort(), clients.map(({ index }) => index).sort());
    assert.deepEqual(
      traced.events.filter((event) => event.includes("closed")).sort(),
      [1, 2, 3].map((i) => `${i} closed by trace`),
    );
    await assert.rejects(dialled(traced.path));
  });
});

const SIZE = 100 * 2 ** 20;
/** What may lie in the proxy and in the kernel's buffers of two sockets, generously. */
const BOUND = 8 * 2 ** 20;

describe("100 MB through the trace proxy", () => {
  /** Sends it from one side while the other doesn't read; then that reads. */
  async function through(
    name: string,
    pick: (client: Socket, server: Socket) => [from: Socket, to: Socket],
    next: (sent: number) => Buffer,
  ): Promise<Traced> {
    const server = await bareServer(name);
    const traced = await Traced.start(server.path);
    const client = await dialled(traced.path);
    client.pause();
    const [from, to] = pick(client, await server.accepted);
    const sent = createHash("sha256");
    let size = 0;
    const stuck = new Promise<void>((resolve) => {
      const more = (): void => {
        while (size < SIZE) {
          const bytes = next(size);
          size += bytes.length;
          sent.update(bytes);
          if (!from.write(bytes)) {
            const waiting = setTimeout(resolve, 300);
            from.once("drain", () => {
              clearTimeout(waiting);
              more();
            });
            return;
          }
        }
        from.end();
        resolve();
      };
      more();
    });
    await stuck;
    assert.ok(size - from.writableLength < BOUND, `${size - from.writableLength} bytes were taken`);
    const got = createHash("sha256");
    let received = 0;
    let most = 0;
    for await (const chunk of to) {
      got.update(chunk);
      received += chunk.length;
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    assert.equal(received, size);
    assert.equal(got.digest("hex"), sent.digest("hex"));
    assert.ok(most < 128 * 2 ** 20, `${most} bytes of buffers`);
    to.end();
    await traced.event("1 closed");
    server.close();
    return traced;
  }

  it("from VPP to a slow reader, in messages of 100 kB", async () => {
    const message = frame(Buffer.alloc(100_000, 7));
    await using traced = await through(
      "big-1",
      (client, server) => [server, client],
      () => message,
    );
    assert.equal(traced.seen.length, Math.ceil(SIZE / message.length));
  });

  it("from a client to a slow VPP, in one message", async () => {
    const piece = Buffer.alloc(2 ** 16, 9);
    const head = Buffer.alloc(HEADER);
    head.writeUInt32BE(SIZE, 8);
    await using traced = await through(
      "big-2",
      (client, server) => [client, server],
      (sent) => (sent === 0 ? head : piece),
    );
    assert.deepEqual(traced.events.slice(0, 2), ["1 open", `1 skipped ${SIZE} from client`]);
    assert.equal(traced.seen.length, 0);
  });
});

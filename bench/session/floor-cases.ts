import type { CaseName, Figures } from "./figures.ts";
import { type Floor, openFloor } from "./floor.ts";
import { routeFields } from "./routes.ts";

/** Runs one case on the bare socket. */
export async function floorCase(
  name: CaseName,
  socket: string,
  apiDir: string,
  size: number,
  window: number,
): Promise<Figures> {
  const floor = await openFloor(socket, apiDir);
  try {
    switch (name) {
      case "ping":
        return await pipelined(
          floor,
          "control_ping_reply",
          same(floor.frame("control_ping", {})),
          size,
          window,
        );
      case "route-add":
        return await routes(floor, true, size, window);
      case "route-dump":
        return await dump(floor, size);
      case "connect":
        throw new Error("connect has its own floor");
    }
  } finally {
    await floor.close();
  }
}

/** `count` frames from `start` on, as one run of bytes. */
type Batch = (start: number, count: number) => Uint8Array;

function same(frame: Buffer): Batch {
  const many = Buffer.alloc(frame.length * 4096);
  for (let i = 0; i < 4096; i++) frame.copy(many, i * frame.length);
  return (_, count) =>
    count <= 4096
      ? many.subarray(0, count * frame.length)
      : Buffer.concat(Array.from({ length: count }, () => frame));
}

/** Keeps `window` requests in flight until `size` have been answered. */
function pipelined(
  floor: Floor,
  reply: string,
  batch: Batch,
  size: number,
  window: number,
): Promise<Figures> {
  const id = floor.idOf(reply);
  const begin = process.hrtime.bigint();
  return new Promise((resolve) => {
    let sent = Math.min(window, size);
    let answered = 0;
    floor.onFrames = (got, count) => {
      if (got !== id) return;
      answered += count;
      if (answered === size) resolve({ count: size, seconds: Number(process.hrtime.bigint() - begin) / 1e9 });
      const more = Math.min(count, size - sent);
      if (more > 0) floor.send(batch(sent, more));
      sent += more;
    };
    floor.send(batch(0, sent));
  });
}

async function routes(floor: Floor, add: boolean, size: number, window: number): Promise<Figures> {
  const frames = Array.from({ length: size }, (_, i) => floor.frame("ip_route_add_del", routeFields(i, add)));
  const all = Buffer.concat(frames);
  const length = frames[0]!.length;
  const batch: Batch = (start, count) => all.subarray(start * length, (start + count) * length);
  return await pipelined(floor, "ip_route_add_del_reply", batch, size, window);
}

function dump(floor: Floor, size: number): Promise<Figures> {
  const details = floor.idOf("ip_route_details");
  const pong = floor.idOf("control_ping_reply");
  const begin = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    let count = 0;
    floor.onFrames = (id, run) => {
      if (id === details) count += run;
      if (id !== pong) return;
      if (count < size) reject(new Error(`${count} routes, ${size} expected`));
      resolve({ count, seconds: Number(process.hrtime.bigint() - begin) / 1e9 });
    };
    floor.send(
      Buffer.concat([
        floor.frame("ip_route_dump", { table: { table_id: 0 } }),
        floor.frame("control_ping", {}),
      ]),
    );
  });
}

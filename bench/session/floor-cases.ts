import { type Measured, type Task, timed } from "./figures.ts";
import { type Floor, openFloor } from "./floor.ts";
import { flagFields, routeFields } from "./routes.ts";

/** Runs one case on the bare socket. */
export async function floorCase(task: Task): Promise<Measured> {
  const floor = await openFloor(task.socket, task.apiDir);
  try {
    return await run(floor, task);
  } finally {
    await floor.close();
  }
}

function run(floor: Floor, task: Task): Promise<Measured> {
  const { name, size, window, table } = task;
  switch (name) {
    case "ping":
      return calls(floor, task, "control_ping_reply", same(floor.frame("control_ping", {})));
    case "show-version":
      return calls(floor, task, "show_version_reply", same(floor.frame("show_version", {})));
    case "route-add":
    case "route-pipeline": {
      const frame = (i: number) => floor.frame("ip_route_add_del", routeFields(i, table));
      return calls(floor, task, "ip_route_add_del_reply", made(size, frame));
    }
    case "interface-dump":
      return dump(floor, "sw_interface_dump", {}, "sw_interface_details", size);
    case "route-dump":
      return dump(floor, "ip_route_dump", { table: { table_id: table } }, "ip_route_details", size);
    case "set-flags":
      return setFlags(
        floor,
        task,
        made(size, (i) => floor.frame("sw_interface_set_flags", flagFields(i, window))),
      );
    default:
      throw new Error(`no floor for ${name}`);
  }
}

/** `count` frames from `start` on, as one run of bytes. */
type Batch = (start: number, count: number) => Uint8Array;

function same(frame: Buffer): Batch {
  const many = Buffer.alloc(frame.length * 10_000);
  for (let i = 0; i < 10_000; i++) frame.copy(many, i * frame.length);
  return (_, count) => many.subarray(0, count * frame.length);
}

/** Frames made beforehand, all of one length. */
function made(size: number, frame: (i: number) => Buffer): Batch {
  const { length } = frame(0);
  const all = Buffer.alloc(size * length);
  for (let i = 0; i < size; i++) frame(i).copy(all, i * length);
  return (start, count) => all.subarray(start * length, (start + count) * length);
}

function calls(floor: Floor, { size, window }: Task, reply: string, batch: Batch): Promise<Measured> {
  const id = floor.idOf(reply);
  if (window > 1) return timed(() => pipelined(floor, id, null, batch, size, window));
  const latencies = new Float64Array(size);
  return timed(() => oneByOne(floor, id, batch, latencies), latencies);
}

function oneByOne(floor: Floor, id: number, batch: Batch, latencies: Float64Array): Promise<number> {
  return new Promise((resolve) => {
    let answered = 0;
    let start = performance.now();
    floor.onFrames = (got) => {
      if (got !== id) return;
      const now = performance.now();
      latencies[answered++] = now - start;
      start = now;
      if (answered === latencies.length) resolve(answered);
      else floor.send(batch(answered, 1));
    };
    floor.send(batch(0, 1));
  });
}

/** Keeps `window` requests in flight until `size` have been answered, and as many events have come. */
function pipelined(
  floor: Floor,
  id: number,
  eventId: number | null,
  batch: Batch,
  size: number,
  window: number,
): Promise<number> {
  return new Promise((resolve) => {
    let sent = Math.min(window, size);
    let answered = 0;
    let events = eventId === null ? size : 0;
    floor.onFrames = (got, count) => {
      if (got === eventId) events += count;
      else if (got !== id) return;
      else {
        answered += count;
        const more = Math.min(count, size - sent);
        if (more > 0) floor.send(batch(sent, more));
        sent += more;
      }
      if (answered === size && events === size) resolve(size);
    };
    floor.send(batch(0, sent));
  });
}

/** Dumps again and again until `size` messages have come; the last dump counts whole. */
function dump(
  floor: Floor,
  request: string,
  fields: Parameters<Floor["frame"]>[1],
  details: string,
  size: number,
): Promise<Measured> {
  const detailsId = floor.idOf(details);
  const pong = floor.idOf("control_ping_reply");
  const ask = Buffer.concat([floor.frame(request, fields), floor.frame("control_ping", {})]);
  return timed(
    () =>
      new Promise((resolve) => {
        let count = 0;
        floor.onFrames = (id, run) => {
          if (id === detailsId) count += run;
          if (id !== pong) return;
          if (count >= size) resolve(count);
          else floor.send(ask);
        };
        floor.send(ask);
      }),
  );
}

async function setFlags(floor: Floor, { size, window }: Task, batch: Batch): Promise<Measured> {
  const event = floor.idOf("sw_interface_event");
  const want = floor.frame("want_interface_events", { enable_disable: 1, pid: process.pid });
  await pipelined(floor, floor.idOf("want_interface_events_reply"), null, () => want, 1, 1);
  const reply = floor.idOf("sw_interface_set_flags_reply");
  return await timed(() => pipelined(floor, reply, event, batch, size, window));
}

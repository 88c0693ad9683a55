import type { ApiDefinition, Fields, RequestDescriptor } from "../../src/codec/index.ts";
import { connect, type Vpp } from "../../src/index.ts";
import { type Measured, type Task, timed } from "./figures.ts";
import { flagFields, routeFields } from "./routes.ts";

/** Runs one case with vpp-ts, as a user would write it. */
export async function ourCase(task: Task): Promise<Measured> {
  const { name, socket, apiDir, size, window, table } = task;
  if (name === "connect")
    return await connecting(
      () => connect({ socket }),
      (vpp) => vpp.api.show_version!(),
    );
  if (name === "connect-generated") return await connectGenerated(socket);
  await using vpp = await connect({ socket, definitions: apiDir });
  switch (name) {
    case "ping":
      return await calls(task, () => vpp.api.control_ping!());
    case "show-version":
      return await calls(task, () => vpp.api.show_version!());
    case "route-add":
      return await calls(task, (i) => vpp.api.ip_route_add_del!(routeFields(i, table)));
    case "route-pipeline":
      return await timed(async () => {
        const { calls: done } = await vpp.pipeline("ip_route_add_del", routesOf(size, table), { window });
        return done;
      });
    case "interface-dump":
      return await timed(async () => {
        let count = 0;
        while (count < size) count += await interfaces(vpp);
        return count;
      });
    case "route-dump":
      return await timed(() => routes(vpp, table, size));
    case "set-flags":
      return await setFlags(vpp, size, window);
    default:
      throw new Error(`no case ${name}`);
  }
}

function calls({ size, window }: Task, call: (i: number) => PromiseLike<unknown>): Promise<Measured> {
  if (window > 1) return timed(() => pipelined(size, window, call));
  const latencies = new Float64Array(size);
  return timed(async () => {
    for (let i = 0; i < size; i++) {
      const start = performance.now();
      await call(i);
      latencies[i] = performance.now() - start;
    }
    return size;
  }, latencies);
}

/** `window` calls in flight, each followed by the next. */
async function pipelined(
  size: number,
  window: number,
  call: (i: number) => PromiseLike<unknown>,
): Promise<number> {
  let next = 0;
  const lane = async () => {
    while (next < size) await call(next++);
  };
  await Promise.all(Array.from({ length: Math.min(window, size) }, lane));
  return size;
}

function* routesOf(size: number, table: number): Generator<Fields> {
  for (let i = 0; i < size; i++) yield routeFields(i, table);
}

async function interfaces(vpp: Vpp): Promise<number> {
  let count = 0;
  for await (const { sw_if_index } of vpp.api.sw_interface_dump!()) if (sw_if_index !== undefined) count++;
  return count;
}

async function routes(vpp: Vpp, table: number, size: number): Promise<number> {
  let count = 0;
  for await (const { route } of vpp.api.ip_route_dump!({ table: { table_id: table } })) {
    if (route !== undefined) count++;
  }
  if (count < size) throw new Error(`${count} routes, ${size} expected`);
  return count;
}

async function setFlags(vpp: Vpp, size: number, window: number): Promise<Measured> {
  let seen = 0;
  let done: () => void;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const subscription = vpp.on("sw_interface_event", () => {
    if (++seen === size) done();
  });
  await subscription.ready;
  return await timed(async () => {
    await pipelined(size, window, (i) => vpp.api.sw_interface_set_flags!(flagFields(i, window)));
    await all;
    return size;
  });
}

interface Bindings {
  readonly interfaceApi: ApiDefinition;
  readonly ipApi: ApiDefinition;
  readonly vpeApi: ApiDefinition;
  readonly showVersion: RequestDescriptor;
}

/** Loading the bindings is not part of it: a program does that once, with the rest of itself. */
async function connectGenerated(socket: string): Promise<Measured> {
  const made = new URL("../../bindings/index.js", import.meta.url).href;
  const { interfaceApi, ipApi, vpeApi, showVersion }: Bindings = await import(made);
  const definitions = [interfaceApi, ipApi, vpeApi];
  return await connecting(
    () => connect({ socket, definitions, required: definitions }),
    (vpp) => vpp.call(showVersion, {}),
  );
}

/** A cold process: from nothing to a client that can be used. A first call must work. */
async function connecting<Client extends { close(): Promise<void> }>(
  open: () => Promise<Client>,
  first: (vpp: Client) => PromiseLike<unknown>,
): Promise<Measured> {
  const opened: Client[] = [];
  const measured = await timed(async () => opened.push(await open()));
  for (const vpp of opened) {
    await first(vpp);
    await vpp.close();
  }
  return measured;
}

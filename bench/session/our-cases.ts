import { connect, type Vpp } from "../../src/index.ts";
import type { CaseName, Figures } from "./figures.ts";
import { routeFields } from "./routes.ts";

/** Runs one case with vpp-ts, as a user would write it. */
export async function ourCase(
  name: CaseName,
  socket: string,
  apiDir: string,
  size: number,
  window: number,
): Promise<Figures> {
  if (name === "connect") return await connecting(socket);
  await using vpp = await connect({ socket, definitions: apiDir });
  switch (name) {
    case "ping":
      return await pipelined(size, window, () => vpp.api.control_ping!());
    case "route-add":
      return await pipelined(size, window, (i) => vpp.api.ip_route_add_del!(routeFields(i, true)));
    case "route-dump":
      return await dump(vpp, size);
  }
}

/** `window` calls in flight, each followed by the next. */
async function pipelined(
  size: number,
  window: number,
  call: (i: number) => PromiseLike<unknown>,
): Promise<Figures> {
  const begin = process.hrtime.bigint();
  let next = 0;
  const lane = async () => {
    while (next < size) await call(next++);
  };
  await Promise.all(Array.from({ length: Math.min(window, size) }, lane));
  return { count: size, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
}

async function dump(vpp: Vpp, size: number): Promise<Figures> {
  const begin = process.hrtime.bigint();
  let count = 0;
  for await (const route of vpp.api.ip_route_dump!({ table: { table_id: 0 } })) {
    if (route.route !== undefined) count++;
  }
  if (count < size) throw new Error(`${count} routes, ${size} expected`);
  return { count, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
}

/** A cold process: the handshake, all definitions from VPP, and a first call answered. */
async function connecting(socket: string): Promise<Figures> {
  const begin = process.hrtime.bigint();
  await using vpp = await connect({ socket });
  const connected = Number(process.hrtime.bigint() - begin) / 1e9;
  await vpp.api.show_version!();
  return { count: 1, seconds: connected };
}

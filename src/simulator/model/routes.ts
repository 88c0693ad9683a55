import type { Connection } from "../connection.ts";
import type { RawHandler } from "../handler.ts";
import { type Fib, type Route, SOURCE, type Table } from "./fib.ts";
import type { Host, Model } from "./model.ts";
import { PATH_SIZE, type PathList, pathList, withoutPaths, withPaths } from "./paths.ts";
import { NONE, RETVAL } from "./retval.ts";

/** Where fields stand in the requests of 26.06, from the start of the payload. */
const CLIENT = 2;
const CONTEXT = 6;
const ROUTE = 12;
/** In a route: table_id, stats_index, then the prefix (family, 16 bytes, length), n_paths and in v2 src. */
const PREFIX = 8;
const PREFIX_SIZE = 18;
const N_PATHS = PREFIX + PREFIX_SIZE;

interface Found {
  readonly key: number | string;
  readonly length: number;
  readonly route: Route;
}

/**
 * Routes, read and written byte by byte: a test may bring a million of them, and a table that was decoded into
 * objects would be ten times larger and slower (vnet/ip/ip_api.c, vnet/fib/fib_api.c).
 */
export function routeHandlers(model: Model, host: Host): Readonly<Record<string, RawHandler>> {
  const { fib } = model;
  return {
    ip_route_add_del: addDel(model, host, 1),
    ip_route_add_del_v2: addDel(model, host, 2),
    ip_route_dump: (_from, bytes, start, end) => {
      need(end - start, 15);
      return dump(host, fib, bytes, start, start + 10, 1, 0);
    },
    ip_route_v2_dump: (_from, bytes, start, end) => {
      need(end - start, 16);
      return dump(host, fib, bytes, start, start + 11, 2, bytes[start + 10] ?? 0);
    },
    ip_route_lookup: lookup(host, fib, 1),
    ip_route_lookup_v2: lookup(host, fib, 2),
  };
}

/** VPP drops what is shorter than it says; so does the server, with the line this gives it. */
function need(has: number, wants: number): void {
  if (has < wants) throw new RangeError(`${has} bytes, ${wants} are needed`);
}

function addDel(model: Model, host: Host, version: 1 | 2): RawHandler {
  const name = version === 1 ? "ip_route_add_del_reply" : "ip_route_add_del_v2_reply";
  let id = 0;
  return (_from, bytes, start, end) => {
    need(end - start, ROUTE + N_PATHS + version);
    const at = start + ROUTE;
    const count = bytes[at + N_PATHS] ?? 0;
    const paths = at + N_PATHS + version;
    need(end - paths, count * PATH_SIZE);
    const to = host.client(bytes.readUInt32BE(start + CLIENT));
    const source = (version === 2 ? bytes[at + N_PATHS + 1] : 0) || SOURCE.api;
    const done = change(model, bytes, start, pathList(bytes, paths, count), source);
    if (to === undefined) return undefined;
    id ||= host.table.need(name).id;
    const { writer, at: out } = to.beginFrame(14);
    writer.view.setUint16(out, id);
    writer.view.setUint32(out + 2, bytes.readUInt32BE(start + CONTEXT));
    writer.view.setInt32(out + 6, typeof done === "number" ? done : 0);
    writer.view.setUint32(out + 10, typeof done === "number" ? NONE : done.statsIndex);
    return undefined;
  };
}

/** Returns the route that now is, or what VPP says instead: 0 for a route that is gone. */
function change(model: Model, bytes: Buffer, start: number, paths: PathList, source: number): Route | number {
  const { fib } = model;
  const at = start + ROUTE;
  const isAdd = bytes[start + 10] !== 0;
  const isIp6 = bytes[at + PREFIX] === 1;
  const table = fib.table(isIp6, bytes.readUInt32BE(at));
  if (table === undefined) return RETVAL.NO_SUCH_FIB;
  const retval = paths.retval || refused(model, paths);
  if (retval !== 0) return retval;
  const length = bytes[at + PREFIX + 17] ?? 0;
  if (length > (isIp6 ? 128 : 32)) return RETVAL.INVALID_PREFIX_LENGTH;
  const isMultipath = bytes[start + 11] !== 0;
  if (paths.count === 0 && (isAdd || isMultipath)) return RETVAL.NO_PATHS_IN_ROUTE;
  const address = bytes.subarray(at + PREFIX + 1, at + PREFIX + 1 + (isIp6 ? 16 : 4));
  const key = table.key(address, length);
  const before = isMultipath ? fib.said(table, key, length, source) : undefined;
  if (isAdd)
    return fib.set(table, key, length, source, before === undefined ? paths : withPaths(before.paths, paths));
  if (!isMultipath) {
    fib.unset(table, key, length, source);
  } else if (before !== undefined) {
    const left = withoutPaths(before.paths, paths);
    if (left.count === 0) fib.unset(table, key, length, source);
    else before.paths = left;
  }
  return 0;
}

function refused(model: Model, paths: PathList): number {
  for (const { swIfIndex, tableId, isIp6 } of paths.needs) {
    if (swIfIndex === NONE) {
      if (model.fib.table(isIp6, tableId) === undefined) return RETVAL.NO_SUCH_FIB;
    } else if (model.interfaces.get(swIfIndex) === undefined) {
      return RETVAL.NO_MATCHING_INTERFACE;
    }
  }
  return 0;
}

/** Writes a route at `at`; returns where its paths end. */
function writeRoute(
  bytes: Buffer,
  view: DataView,
  at: number,
  table: Table,
  found: Found,
  version: 1 | 2,
): void {
  const { key, length, route } = found;
  view.setUint32(at, table.id);
  view.setUint32(at + 4, route.statsIndex);
  const prefix = at + PREFIX;
  bytes[prefix] = table.isIp6 ? 1 : 0;
  if (route.shown !== null) bytes.set(route.shown, prefix + 1);
  else if (typeof key === "number") view.setUint32(prefix + 1, key);
  else bytes.write(key, prefix + 1, "latin1");
  bytes[prefix + 17] = length;
  bytes[at + N_PATHS] = route.paths.count;
  if (version === 2) bytes[at + N_PATHS + 1] = route.source;
  route.paths.bytes.copy(bytes, at + N_PATHS + version);
}

function sizeOf(found: Found | undefined, version: 1 | 2): number {
  return N_PATHS + version + (found?.route.paths.bytes.length ?? 0);
}

function* dump(
  host: Host,
  fib: Fib,
  bytes: Buffer,
  start: number,
  at: number,
  version: 1 | 2,
  source: number,
): Generator<void> {
  const to = host.client(bytes.readUInt32BE(start + CLIENT));
  const context = bytes.readUInt32BE(start + CONTEXT);
  const table = fib.table(bytes[at + 4] !== 0, bytes.readUInt32BE(at));
  if (to === undefined || table === undefined) return;
  const { id } = host.table.need(version === 1 ? "ip_route_details" : "ip_route_v2_details");
  for (const found of table.all()) {
    if (source !== 0 && found.route.source !== source) continue;
    const { writer, at: out } = to.beginFrame(6 + sizeOf(found, version));
    writer.view.setUint16(out, id);
    writer.view.setUint32(out + 2, context);
    writeRoute(writer.bytes, writer.view, out + 6, table, found, version);
    yield;
  }
}

function lookup(host: Host, fib: Fib, version: 1 | 2): RawHandler {
  const name = version === 1 ? "ip_route_lookup_reply" : "ip_route_lookup_v2_reply";
  return (_from: Connection, bytes, start, end) => {
    need(end - start, 33);
    const to = host.client(bytes.readUInt32BE(start + CLIENT));
    const isIp6 = bytes[start + 15] === 1;
    const table = fib.table(isIp6, bytes.readUInt32BE(start + 10));
    const length = Math.min(bytes[start + 32] ?? 0, isIp6 ? 128 : 32);
    const address = bytes.subarray(start + 16, start + 16 + (isIp6 ? 16 : 4));
    const found = table === undefined ? undefined : find(table, address, length, bytes[start + 14] !== 0);
    if (to === undefined) return undefined;
    const { writer, at } = to.beginFrame(10 + sizeOf(found, version));
    writer.view.setUint16(at, host.table.need(name).id);
    writer.view.setUint32(at + 2, bytes.readUInt32BE(start + CONTEXT));
    if (table === undefined) writer.view.setInt32(at + 6, RETVAL.NO_SUCH_FIB);
    else if (found === undefined) writer.view.setInt32(at + 6, RETVAL.NO_SUCH_ENTRY);
    else writeRoute(writer.bytes, writer.view, at + 10, table, found, version);
    return undefined;
  };
}

function find(table: Table, address: Uint8Array, length: number, isExact: boolean): Found | undefined {
  if (!isExact) return table.longest(address, length);
  const key = table.key(address, length);
  const route = table.get(key, length);
  return route === undefined ? undefined : { key, length, route };
}

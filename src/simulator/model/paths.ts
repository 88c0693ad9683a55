import { NONE, RETVAL } from "./retval.ts";

/** `fib_path` on the wire (26.06): offsets of its fields, and its size. */
const SW_IF_INDEX = 0;
const TABLE_ID = 4;
const RPF_ID = 8;
const WEIGHT = 12;
const PREFERENCE = 13;
const TYPE = 14;
const PROTO = 22;
const ADDRESS = 26;
const VIA_LABEL = 42;
const N_LABELS = 54;
const LABELS = 55;
const LABEL_SIZE = 7;
const MAX_LABELS = 16;
export const PATH_SIZE = 167;

export const TYPE_NORMAL = 0;
export const TYPE_LOCAL = 1;
export const TYPE_DROP = 2;
const TYPE_ICMP_UNREACH = 5;
const TYPE_ICMP_PROHIBIT = 6;
const TYPE_SOURCE_LOOKUP = 7;
const PROTO_IP6 = 1;
const PROTO_MPLS = 2;
const LAST_PROTO = 4;

/** What must exist for a path to be taken. */
interface Need {
  readonly swIfIndex: number;
  readonly tableId: number;
  readonly isIp6: boolean;
}

/** The paths of a route as VPP shows them; shared by all routes that have the same, as in VPP. */
export interface PathList {
  readonly count: number;
  /** `count` times `PATH_SIZE`. */
  readonly bytes: Buffer;
  readonly needs: readonly Need[];
  /** Not zero: VPP refuses such paths whatever else is there. */
  readonly retval: number;
}

/** Lists seldom differ; a test that makes each route another way must not grow this for ever. */
const MAX_SHARED = 1 << 16;
const shared = new Map<string, PathList>();

/** The list that these bytes of a request ask for. */
export function pathList(bytes: Buffer, start: number, count: number): PathList {
  const key = bytes.toString("latin1", start, start + count * PATH_SIZE);
  const known = shared.get(key);
  if (known !== undefined) return known;
  const paths = Array.from({ length: count }, (_, i) => bytes.subarray(start + i * PATH_SIZE));
  const needs: Need[] = [];
  let retval = 0;
  for (const path of paths) {
    if (path.readUInt32BE(PROTO) > LAST_PROTO) retval = RETVAL.UNSPECIFIED;
    const need = needOf(path);
    if (need !== undefined) needs.push(need);
  }
  const list = { count, bytes: sorted(paths.map(shown)), needs, retval };
  if (shared.size >= MAX_SHARED) shared.clear();
  shared.set(key, list);
  return list;
}

function isIp(path: Buffer): boolean {
  return path.readUInt32BE(PROTO) <= PROTO_IP6;
}

/** fib/fib_api.c checks next hops of plain IP paths only. */
function needOf(path: Buffer): Need | undefined {
  const type = path.readUInt32BE(TYPE);
  if (!isIp(path) || (type !== TYPE_NORMAL && type !== TYPE_SOURCE_LOOKUP)) return undefined;
  return {
    swIfIndex: path.readUInt32BE(SW_IF_INDEX),
    tableId: path.readUInt32BE(TABLE_ID),
    isIp6: path.readUInt32BE(PROTO) === PROTO_IP6,
  };
}

/** A path as VPP gives it back: what its type has no use for is cleared, a weight of 0 is 1. */
function shown(path: Buffer): Buffer {
  const type = path.readUInt32BE(TYPE);
  const out = Buffer.alloc(PATH_SIZE);
  out.writeUInt32BE(NONE, SW_IF_INDEX);
  out[WEIGHT] = path[WEIGHT] || 1;
  out[PREFERENCE] = path[PREFERENCE] ?? 0;
  out.writeUInt32BE(type === TYPE_SOURCE_LOOKUP ? TYPE_NORMAL : type, TYPE);
  out.writeUInt32BE(path.readUInt32BE(PROTO), PROTO);
  const labels = Math.min(path[N_LABELS] ?? 0, MAX_LABELS);
  out[N_LABELS] = labels;
  for (let i = 0; i < labels; i++) {
    // is_uniform, the first byte, isn't given back.
    const at = LABELS + i * LABEL_SIZE;
    path.copy(out, at + 1, at + 1, at + LABEL_SIZE);
  }
  if (type === TYPE_DROP || type === TYPE_ICMP_UNREACH || type === TYPE_ICMP_PROHIBIT) return out;
  const rpf = path.readUInt32BE(RPF_ID);
  const isNormal = type === TYPE_NORMAL || type === TYPE_SOURCE_LOOKUP;
  if (isNormal && isIp(path) && rpf !== 0 && rpf !== NONE) return out;
  if (path.readUInt32BE(PROTO) === PROTO_MPLS) path.copy(out, VIA_LABEL, VIA_LABEL, VIA_LABEL + 4);
  else path.copy(out, SW_IF_INDEX, SW_IF_INDEX, SW_IF_INDEX + 4);
  if (isNormal && isIp(path)) {
    const size = path.readUInt32BE(PROTO) === PROTO_IP6 ? 16 : 4;
    path.copy(out, ADDRESS, ADDRESS, ADDRESS + size);
    if (path.readUInt32BE(SW_IF_INDEX) === NONE) path.copy(out, TABLE_ID, TABLE_ID, TABLE_ID + 4);
  }
  return out;
}

/** The same next hop, whatever its weight. */
function sameHop(a: Buffer, b: Buffer): boolean {
  return (
    Buffer.concat([a], WEIGHT).equals(Buffer.concat([b], WEIGHT)) && a.subarray(TYPE).equals(b.subarray(TYPE))
  );
}

function pathsOf(list: PathList): Buffer[] {
  return Array.from({ length: list.count }, (_, i) =>
    list.bytes.subarray(i * PATH_SIZE, (i + 1) * PATH_SIZE),
  );
}

function sorted(paths: readonly Buffer[]): Buffer {
  const byHop = (a: Buffer, b: Buffer) =>
    (a[PREFERENCE] ?? 0) - (b[PREFERENCE] ?? 0) ||
    a.subarray(TYPE, ADDRESS + 16).compare(b.subarray(TYPE, ADDRESS + 16)) ||
    a.compare(b);
  return Buffer.concat([...paths].sort(byHop));
}

/** `list` with the paths of `more` added, or in place of those with the same next hop. */
export function withPaths(list: PathList, more: PathList): PathList {
  const added = pathsOf(more);
  const kept = pathsOf(list).filter((path) => !added.some((other) => sameHop(path, other)));
  const bytes = sorted([...kept, ...added]);
  return { count: kept.length + added.length, bytes, needs: [...list.needs, ...more.needs], retval: 0 };
}

/** `list` without them. */
export function withoutPaths(list: PathList, less: PathList): PathList {
  const gone = pathsOf(less);
  const kept = pathsOf(list).filter((path) => !gone.some((other) => sameHop(path, other)));
  return { count: kept.length, bytes: sorted(kept), needs: list.needs, retval: 0 };
}

/** Paths that VPP makes itself: of drops, attached and local prefixes, neighbours. */
export function ownPath(
  isIp6: boolean,
  type: number,
  swIfIndex: number = NONE,
  nextHop?: Uint8Array,
): PathList {
  const bytes = Buffer.alloc(PATH_SIZE);
  bytes.writeUInt32BE(swIfIndex, SW_IF_INDEX);
  bytes[WEIGHT] = 1;
  bytes.writeUInt32BE(type, TYPE);
  bytes.writeUInt32BE(isIp6 ? PROTO_IP6 : 0, PROTO);
  if (nextHop !== undefined) bytes.set(nextHop, ADDRESS);
  return { count: 1, bytes, needs: [], retval: 0 };
}

import { ownPath, type PathList, TYPE_DROP, TYPE_NORMAL } from "./paths.ts";
import { masked } from "./prefix.ts";

/** Who made a route: fib/fib_source.h of 26.06. The lowest wins. */
export const SOURCE = { special: 1, interface: 4, api: 8, adjacency: 15, defaultRoute: 20 } as const;

/** What one source says of a prefix; worse sources follow. A class, so that a million of them stay small. */
export class Route {
  readonly source: number;
  readonly statsIndex: number;
  paths: PathList;
  /** The address as VPP shows it, where that isn't the masked one. */
  shown: Uint8Array | null = null;
  worse: Route | null = null;

  constructor(source: number, statsIndex: number, paths: PathList) {
    this.source = source;
    this.statsIndex = statsIndex;
    this.paths = paths;
  }
}

/** An address as a key: a number for IPv4, sixteen letters for IPv6. */
type Key = number | string;

export class Table {
  readonly isIp6: boolean;
  readonly id: number;
  readonly name: string;
  /** Whether the API asked for it; interfaces keep it, too. */
  held = false;
  /** By prefix length. */
  readonly #routes: Map<Key, Route>[] = [];

  constructor(isIp6: boolean, id: number, name: string) {
    this.isIp6 = isIp6;
    this.id = id;
    this.name = name === "" ? `ipv${isIp6 ? 6 : 4}-VRF:${id}` : name;
  }

  key(bytes: Uint8Array, length: number): Key {
    const all = this.isIp6 ? 128 : 32;
    const m = length === all ? bytes : masked(bytes, length);
    if (this.isIp6) return String.fromCharCode(...m);
    return (((m[0]! << 24) | (m[1]! << 16) | (m[2]! << 8) | m[3]!) >>> 0) as number;
  }

  at(length: number): Map<Key, Route> {
    let routes = this.#routes[length];
    if (routes === undefined) {
      routes = new Map();
      this.#routes[length] = routes;
    }
    return routes;
  }

  get(key: Key, length: number): Route | undefined {
    return this.#routes[length]?.get(key);
  }

  /** The most specific route over all of a prefix. */
  longest(bytes: Uint8Array, length: number): { key: Key; length: number; route: Route } | undefined {
    for (let at = length; at >= 0; at--) {
      const routes = this.#routes[at];
      if (routes === undefined || routes.size === 0) continue;
      const key = this.key(bytes, at);
      const route = routes.get(key);
      if (route !== undefined) return { key, length: at, route };
    }
    return undefined;
  }

  *all(): Generator<{ key: Key; length: number; route: Route }> {
    for (let length = 0; length < this.#routes.length; length++) {
      for (const [key, route] of this.#routes[length] ?? []) yield { key, length, route };
    }
  }
}

/** All tables, and the numbers of their routes. */
export class Fib {
  readonly #tables: readonly [Map<number, Table>, Map<number, Table>] = [new Map(), new Map()];
  #statsIndex = 0;

  constructor() {
    this.create(false, 0, "").held = true;
    this.create(true, 0, "").held = true;
  }

  table(isIp6: boolean, id: number): Table | undefined {
    return this.#tables[isIp6 ? 1 : 0].get(id);
  }

  tables(): Table[] {
    return this.#tables.flatMap((tables) => [...tables.values()]);
  }

  create(isIp6: boolean, id: number, name: string): Table {
    const table = new Table(isIp6, id, name);
    this.#tables[isIp6 ? 1 : 0].set(id, table);
    const drop = ownPath(isIp6, TYPE_DROP);
    const add = (bytes: number[], length: number, source: number, paths: PathList = drop) => {
      const address = new Uint8Array(isIp6 ? 16 : 4);
      address.set(bytes);
      this.set(table, table.key(address, length), length, source, paths);
    };
    add([], 0, SOURCE.defaultRoute);
    if (isIp6) {
      add([0xfe, 0x80], 10, SOURCE.special, ownPath(true, TYPE_NORMAL));
    } else {
      add([], 32, SOURCE.defaultRoute);
      add([240], 4, SOURCE.special);
      add([224], 4, SOURCE.special);
      add([255, 255, 255, 255], 32, SOURCE.defaultRoute);
    }
    return table;
  }

  delete(table: Table): void {
    this.#tables[table.isIp6 ? 1 : 0].delete(table.id);
  }

  /** What `source` says of a prefix from now on. */
  set(table: Table, key: Key, length: number, source: number, paths: PathList): Route {
    const routes = table.at(length);
    const best = routes.get(key);
    for (let route = best; route !== undefined && route !== null; route = route.worse ?? undefined) {
      if (route.source === source) {
        route.paths = paths;
        return route;
      }
    }
    const made = new Route(source, best?.statsIndex ?? ++this.#statsIndex, paths);
    if (best === undefined || best.source > source) {
      made.worse = best ?? null;
      routes.set(key, made);
      return made;
    }
    let above = best;
    while (above.worse !== null && above.worse.source < source) above = above.worse;
    made.worse = above.worse;
    above.worse = made;
    return made;
  }

  /** Takes back what `source` said. */
  unset(table: Table, key: Key, length: number, source: number): void {
    const routes = table.at(length);
    let above: Route | undefined;
    for (let route = routes.get(key); route !== undefined; route = route.worse ?? undefined) {
      if (route.source === source) {
        if (above !== undefined) above.worse = route.worse;
        else if (route.worse !== null) routes.set(key, route.worse);
        else routes.delete(key);
        return;
      }
      above = route;
    }
  }

  /** What `source` says of a prefix. */
  said(table: Table, key: Key, length: number, source: number): Route | undefined {
    let route = table.get(key, length);
    while (route !== undefined && route.source !== source) route = route.worse ?? undefined;
    return route;
  }
}

import type { Fields } from "../../src/codec/index.ts";

/** The i-th route: 10.0.0.0/32 and up, all through one drop path, as a table of many host routes has. */
export function routeFields(i: number, table: number): Fields {
  return {
    is_add: true,
    is_multipath: false,
    route: {
      table_id: table,
      prefix: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/32`,
      paths: [{ sw_if_index: 0xffff_ffff, weight: 1, type: "FIB_API_PATH_TYPE_DROP" }],
    },
  };
}

/** The i-th change of interfaces 1 to `window`, up and down in turn. */
export function flagFields(i: number, window: number): Fields {
  return { sw_if_index: 1 + (i % window), flags: 1 - (Math.floor(i / window) % 2) };
}

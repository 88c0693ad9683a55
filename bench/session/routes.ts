import type { Fields } from "../../src/codec/index.ts";

/** The i-th route: 10.0.0.0/32 and up, all through one drop path, as a table of many host routes has. */
export function routeFields(i: number, add: boolean): Fields {
  const prefix = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/32`;
  return {
    is_add: add,
    is_multipath: false,
    route: {
      table_id: 0,
      prefix,
      paths: [{ sw_if_index: 0xffff_ffff, weight: 1, type: "FIB_API_PATH_TYPE_DROP" }],
    },
  };
}

import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import { SOURCE, type Table } from "./fib.ts";
import { flag, num, record, text } from "./input.ts";
import type { Host, Model } from "./model.ts";
import { NONE, RETVAL } from "./retval.ts";

/** Tables of routes (vnet/ip/ip_api.c). Table 0 is always there: adding and deleting it does nothing. */
export function tableHandlers(model: Model, host: Host): Record<string, Handler> {
  const { fib, interfaces } = model;
  const create = (table: Fields): void => {
    const id = num(table, "table_id");
    if (id === 0) return;
    const isIp6 = flag(table, "is_ip6");
    (fib.table(isIp6, id) ?? fib.create(isIp6, id, text(table, "name"))).held = true;
  };
  const users = (table: Table) =>
    [...interfaces.pool].filter((itf) => itf.tables[table.isIp6 ? 1 : 0] === table.id);
  const release = (table: Fields): void => {
    const id = num(table, "table_id");
    const found = fib.table(flag(table, "is_ip6"), id);
    if (id === 0 || found === undefined) return;
    found.held = false;
    // An interface in it keeps it.
    if (users(found).length === 0) fib.delete(found);
  };
  const addDel: Handler = (request) => {
    if (flag(request, "is_add")) create(record(request, "table"));
    else release(record(request, "table"));
    return { retval: 0 };
  };
  const unused = (isIp6: boolean): number => {
    let id: number;
    do id = Math.floor(host.random() * NONE);
    while (id === 0 || fib.table(isIp6, id) !== undefined);
    return id;
  };
  return {
    ip_table_add_del: addDel,
    ip_table_add_del_v2: addDel,
    ip_table_allocate: (request) => {
      const wanted = record(request, "table");
      const id = num(wanted, "table_id");
      const table = { ...wanted, table_id: id === NONE ? unused(flag(wanted, "is_ip6")) : id };
      create(table);
      return { retval: 0, table };
    },
    ip_table_dump: () =>
      fib.tables().map(({ id, isIp6, name }) => ({ table: { table_id: id, is_ip6: isIp6, name } })),
    ip_table_flush: (request) => {
      const wanted = record(request, "table");
      const table = fib.table(flag(wanted, "is_ip6"), num(wanted, "table_id"));
      if (table === undefined) return { retval: RETVAL.NO_SUCH_FIB };
      for (const itf of users(table)) interfaces.setUp(itf, false);
      for (const { key, length } of [...table.all()]) fib.unset(table, key, length, SOURCE.api);
      return { retval: 0 };
    },
  };
}

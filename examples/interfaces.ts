// A script: lists the interfaces of a VPP with their state and addresses. Nothing is generated: VPP tells its definitions.
//
//   node --import tsx examples/interfaces.ts        (VPP_API_SOCKET names another socket than /run/vpp/api.sock)
import { connect } from "vpp-ts";

/** `if_status_flags` of interface_types.api. To the compiler, values read are `unknown`. */
const ADMIN_UP = 1;
const LINK_UP = 2;

await using vpp = await connect({ name: "interfaces" });

async function addressesOf(sw_if_index: unknown): Promise<string[]> {
  const families = [false, true].map((is_ipv6) =>
    vpp.api.ip_address_dump({ sw_if_index, is_ipv6 }).toArray(),
  );
  return (await Promise.all(families)).flat().map(({ prefix }) => String(prefix));
}

function stateOf(flags: number): string {
  if ((flags & ADMIN_UP) === 0) return "down";
  return (flags & LINK_UP) === 0 ? "no link" : "up";
}

const interfaces = await vpp.api.sw_interface_dump().toArray();
// All are asked for at once: no call waits for another's answer.
const rows = await Promise.all(
  interfaces.map(async ({ sw_if_index, interface_name, flags, l2_address }) => [
    String(sw_if_index),
    String(interface_name),
    stateOf(Number(flags)),
    String(l2_address),
    (await addressesOf(sw_if_index)).join(" ") || "-",
  ]),
);

const table = [["index", "name", "state", "mac", "addresses"], ...rows];
const widths = table.reduce(
  (most, row) => row.map((cell, i) => Math.max(cell.length, most[i] ?? 0)),
  [] as number[],
);
for (const row of table) {
  console.log(
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

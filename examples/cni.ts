// What a CNI plugin does: gives a container its interface, and takes it away. Either may be repeated, as kubelet does. A
// loopback stands in for what would be a tap or memif.
//
//   node --import tsx examples/cni.ts ADD <container> <address>/<length>
//   node --import tsx examples/cni.ts DEL <container>
import { connect, VppApiError, VppError } from "vpp-ts";
import { createLoopback, interfaceApi, ipApi, swInterfaceTagAddDel } from "./vpp/index.ts";

const [command, container = "", prefix = ""] = process.argv.slice(2);
/** Error codes of the CNI specification: what the runtime passed is bad, try again later; from 100 on the plugin's own. */
const [BAD_INPUT, TRY_AGAIN, REFUSED] = [4, 11, 100];

async function main(): Promise<object> {
  const isComplete = command === "ADD" ? prefix.includes("/") : command === "DEL";
  if (!isComplete || container === "")
    throw new RangeError("expected ADD <container> <address>/<length> or DEL <container>");
  await using vpp = await connect({
    name: "cni",
    wait: 5000,
    timeout: 10_000,
    reconnect: false, // whoever runs this runs it again
    definitions: [interfaceApi, ipApi],
    required: [createLoopback, swInterfaceTagAddDel],
  });
  // The tag is VPP's own note of whose an interface is: nothing has to be kept here.
  const tag = `cni:${container}`;
  const own = (await vpp.api.sw_interface_dump()).filter((itf) => itf.tag === tag);
  if (command === "DEL") {
    for (const { sw_if_index } of own) await vpp.api.delete_loopback({ sw_if_index });
    return {};
  }
  const sw_if_index = own[0]?.sw_if_index ?? (await create(tag));
  const known = await vpp.api.ip_address_dump({ sw_if_index, is_ipv6: prefix.includes(":") });
  if (!known.some((address) => address.prefix === prefix))
    await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix });
  await vpp.api.sw_interface_set_flags({ sw_if_index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" });
  const itf = (await vpp.api.sw_interface_dump({ sw_if_index }))[0];
  const interfaces = [{ name: itf?.interface_name, mac: itf?.l2_address }];
  return { cniVersion: "1.0.0", interfaces, ips: [{ address: prefix, interface: 0 }] };

  async function create(tag: string): Promise<number> {
    const { sw_if_index } = await vpp.api.create_loopback();
    try {
      await vpp.api.sw_interface_tag_add_del({ is_add: true, sw_if_index, tag });
    } catch (error) {
      // Without its tag nobody would find it again.
      await vpp.api.delete_loopback({ sw_if_index }).catch(() => {});
      throw error;
    }
    return sw_if_index;
  }
}

function codeOf(error: unknown): number {
  if (error instanceof VppApiError) return REFUSED;
  if (!(error instanceof VppError) || error.code === "VPP_ENCODE") return BAD_INPUT;
  return TRY_AGAIN;
}

try {
  console.log(JSON.stringify(await main()));
} catch (error) {
  const msg = error instanceof Error ? error.message : String(error);
  console.log(JSON.stringify({ cniVersion: "1.0.0", code: codeOf(error), msg }));
  process.exitCode = 1;
}

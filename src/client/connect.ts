import type { UntypedApi } from "./api.ts";
import { type UntypedEvents, Vpp } from "./client.ts";
import type { ConnectOptions } from "./options.ts";

/**
 * Connects to VPP's binary API over its socket.
 *
 * ```ts
 * await using vpp = await connect();
 * const version = await vpp.api.show_version();
 * for await (const itf of vpp.api.sw_interface_dump()) console.log(itf.interface_name);
 * ```
 *
 * Types that `vpp-ts generate` wrote go in as `connect<Api, Events>()`.
 *
 * @throws VppConnectionError when nobody listens or the other side isn't VPP, VppTimeoutError,
 * VppDefinitionError for definitions that can't be read, the signal's reason.
 */
export async function connect<Api extends object = UntypedApi, EventMap extends object = UntypedEvents>(
  options: ConnectOptions = {},
): Promise<Vpp<Api, EventMap>> {
  const vpp = new Vpp<Api, EventMap>(options);
  await vpp.open();
  return vpp;
}

import type { ApiDefinition } from "../codec/index.ts";
import type { UntypedApi } from "./api.ts";
import { Vpp } from "./client.ts";
import type { ConnectOptions } from "./options.ts";
import type { ApiOf, EventsOf } from "./typed.ts";

/**
 * Connects to VPP's binary API over its socket.
 *
 * ```ts
 * await using vpp = await connect();
 * const version = await vpp.api.show_version();
 * for await (const itf of vpp.api.sw_interface_dump()) console.log(itf.interface_name);
 * ```
 *
 * What `vpp-ts generate` wrote goes in as `connect({ definitions: [interfaceApi, ipApi] })`: its types and its
 * codecs; or as `connect<Api>()`: its types, with codecs made of what VPP itself serves.
 *
 * @throws VppConnectionError when nobody listens or the other side isn't VPP, VppTimeoutError,
 * VppDefinitionError for definitions that can't be read, VppCompatibilityError for `required` messages that VPP
 * lacks or has otherwise, the signal's reason.
 */
export async function connect<const D extends readonly ApiDefinition[]>(
  options: ConnectOptions & { readonly definitions: D },
): Promise<Vpp<ApiOf<D>>>;
export async function connect<Api extends object = UntypedApi, EventMap extends object = EventsOf<Api>>(
  options?: ConnectOptions,
): Promise<Vpp<Api, EventMap>>;
export async function connect(options: ConnectOptions = {}): Promise<Vpp> {
  const vpp = new Vpp(options);
  await vpp.open();
  return vpp;
}

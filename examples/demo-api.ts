// The types of what the demo uses: an excerpt of what `vpp-ts generate` writes for a whole API.
import type { CallOptions, Stream } from "../src/index.ts";

type Call<In, Out> = (fields?: In, options?: CallOptions) => Promise<Out>;
type Dump<In, Out> = (fields?: In, options?: CallOptions) => Stream<Out>;
interface Retval {
  retval: number;
}
interface Table {
  table_id: number;
  is_ip6?: boolean;
  name?: string;
}
interface Route {
  table_id?: number;
  prefix: string;
  paths: { sw_if_index: number; nh: { address: { ip4: string } } }[];
}

export interface DemoApi {
  show_version: Call<object, Retval & { program: string; version: string }>;
  create_loopback: Call<{ mac_address?: string }, Retval & { sw_if_index: number }>;
  delete_loopback: Call<{ sw_if_index: number }, Retval>;
  create_vlan_subif: Call<{ sw_if_index: number; vlan_id: number }, Retval & { sw_if_index: number }>;
  sw_interface_set_table: Call<{ sw_if_index: number; vrf_id: number; is_ipv6?: boolean }, Retval>;
  sw_interface_add_del_address: Call<
    { sw_if_index: number; is_add?: boolean; del_all?: boolean; prefix?: string },
    Retval
  >;
  sw_interface_set_flags: Call<{ sw_if_index: number; flags: number | string }, Retval>;
  sw_interface_dump: Dump<{ sw_if_index?: number }, Record<string, unknown>>;
  ip_table_allocate: Call<{ table: Table }, Retval & { table: Table }>;
  ip_table_add_del: Call<{ is_add?: boolean; table: Table }, Retval>;
  ip_route_add_del: Call<{ is_add?: boolean; is_multipath?: boolean; route: Route }, Retval>;
  ip_route_dump: Dump<{ table: Table }, { route: Route }>;
  ip_route_lookup: Call<{ table_id?: number; prefix: string }, Retval & { route: Route }>;
}

export interface DemoEvents {
  sw_interface_event: { sw_if_index: number; flags: number; deleted: boolean };
}

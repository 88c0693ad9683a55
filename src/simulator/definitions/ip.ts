// Tables, routes, addresses, path MTU.
export const ip: string = `
option version = "3.2.0";
import "vnet/interface_types.api";
import "vnet/fib/fib_types.api";
import "vnet/ip/ip_types.api";
typedef ip_path_mtu {
  u32 client_index; u32 context; u32 table_id; vl_api_address_t nh; u16 path_mtu;
};
typedef ip_route {
  u32 table_id; u32 stats_index; vl_api_prefix_t prefix; u8 n_paths;
  vl_api_fib_path_t paths[n_paths];
};
typedef ip_route_v2 {
  u32 table_id; u32 stats_index; vl_api_prefix_t prefix; u8 n_paths; u8 src;
  vl_api_fib_path_t paths[n_paths];
};
typedef ip_table { u32 table_id; bool is_ip6; string name[64]; };
service {
  rpc ip_path_mtu_get returns ip_path_mtu_get_reply stream ip_path_mtu_details;
};
autoreply define ip_table_add_del {
  u32 client_index; u32 context; bool is_add [default=true]; vl_api_ip_table_t table;
};
autoreply define ip_table_add_del_v2 {
  u32 client_index; u32 context; vl_api_ip_table_t table; bool create_mfib [default=true];
  bool is_add [default=true];
};
define ip_table_allocate { u32 client_index; u32 context; vl_api_ip_table_t table; };
define ip_table_allocate_reply { u32 context; i32 retval; vl_api_ip_table_t table; };
define ip_table_dump { u32 client_index; u32 context; };
autoreply define ip_table_flush { u32 client_index; u32 context; vl_api_ip_table_t table; };
define ip_table_details { u32 context; vl_api_ip_table_t table; };
define ip_route_add_del {
  u32 client_index; u32 context; bool is_add [default=true]; bool is_multipath;
  vl_api_ip_route_t route;
};
define ip_route_add_del_v2 {
  u32 client_index; u32 context; bool is_add [default=true]; bool is_multipath;
  vl_api_ip_route_v2_t route; option in_progress;
};
define ip_route_add_del_reply { u32 context; i32 retval; u32 stats_index; };
define ip_route_add_del_v2_reply { u32 context; i32 retval; u32 stats_index; option in_progress; };
define ip_route_dump { u32 client_index; u32 context; vl_api_ip_table_t table; };
define ip_route_v2_dump {
  u32 client_index; u32 context; u8 src; vl_api_ip_table_t table; option in_progress;
};
define ip_route_details { u32 context; vl_api_ip_route_t route; };
define ip_route_v2_details { u32 context; vl_api_ip_route_v2_t route; option in_progress; };
define ip_route_lookup {
  u32 client_index; u32 context; u32 table_id; u8 exact; vl_api_prefix_t prefix;
};
define ip_route_lookup_v2 {
  u32 client_index; u32 context; u32 table_id; u8 exact; vl_api_prefix_t prefix;
  option in_progress;
};
define ip_route_lookup_reply { u32 context; i32 retval; vl_api_ip_route_t route; };
define ip_route_lookup_v2_reply {
  u32 context; i32 retval; vl_api_ip_route_v2_t route; option in_progress;
};
autoreply define sw_interface_ip6_enable_disable {
  u32 client_index; u32 context; vl_api_interface_index_t sw_if_index; bool enable;
};
define ip_address_details {
  u32 context; vl_api_interface_index_t sw_if_index; vl_api_address_with_prefix_t prefix;
};
define ip_address_dump {
  u32 client_index; u32 context; vl_api_interface_index_t sw_if_index; bool is_ipv6;
};
define ip_details { u32 context; vl_api_interface_index_t sw_if_index; bool is_ipv6; };
define ip_dump { u32 client_index; u32 context; bool is_ipv6; };
autoreply define ip_path_mtu_update { u32 client_index; u32 context; vl_api_ip_path_mtu_t pmtu; };
define ip_path_mtu_get { u32 client_index; u32 context; u32 cursor; };
define ip_path_mtu_get_reply { u32 context; i32 retval; u32 cursor; };
define ip_path_mtu_details { u32 context; vl_api_ip_path_mtu_t pmtu; };
autoreply define ip_path_mtu_replace_begin { u32 client_index; u32 context; };
autoreply define ip_path_mtu_replace_end { u32 client_index; u32 context; };
`;

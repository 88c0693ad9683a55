// Bridge domains and their MAC tables.
export const l2: string = `
option version = "3.3.0";
import "vnet/ethernet/ethernet_types.api";
import "vnet/interface_types.api";
enum bd_flags {
  BRIDGE_API_FLAG_NONE = 0, BRIDGE_API_FLAG_LEARN = 1, BRIDGE_API_FLAG_FWD = 2,
  BRIDGE_API_FLAG_FLOOD = 4, BRIDGE_API_FLAG_UU_FLOOD = 8, BRIDGE_API_FLAG_ARP_TERM = 16,
  BRIDGE_API_FLAG_ARP_UFWD = 32,
};
typedef bridge_domain_sw_if { u32 context; vl_api_interface_index_t sw_if_index; u8 shg; };
enum l2_port_type {
  L2_API_PORT_TYPE_NORMAL = 0, L2_API_PORT_TYPE_BVI = 1, L2_API_PORT_TYPE_UU_FWD = 2,
};
define l2_fib_table_details {
  u32 context; u32 bd_id; vl_api_mac_address_t mac; vl_api_interface_index_t sw_if_index;
  bool static_mac; bool filter_mac; bool bvi_mac;
};
define l2_fib_table_dump { u32 client_index; u32 context; u32 bd_id; };
autoreply define l2fib_flush_all { u32 client_index; u32 context; };
autoreply define l2fib_flush_bd { u32 client_index; u32 context; u32 bd_id; };
autoreply define l2fib_flush_int { u32 client_index; u32 context; vl_api_interface_index_t sw_if_index; };
autoreply define l2fib_add_del {
  u32 client_index; u32 context; vl_api_mac_address_t mac; u32 bd_id;
  vl_api_interface_index_t sw_if_index; bool is_add [default=true]; bool static_mac;
  bool filter_mac; bool bvi_mac;
};
autoreply define bridge_domain_add_del {
  u32 client_index; u32 context; u32 bd_id; bool flood; bool uu_flood; bool forward; bool learn;
  bool arp_term; bool arp_ufwd; u8 mac_age; string bd_tag[64]; bool is_add [default=true];
  option deprecated;
};
define bridge_domain_add_del_v2 {
  u32 client_index; u32 context; u32 bd_id; bool flood; bool uu_flood; bool forward; bool learn;
  bool arp_term; bool arp_ufwd; u8 mac_age; string bd_tag[64]; bool is_add [default=true];
};
define bridge_domain_add_del_v2_reply { u32 context; i32 retval; u32 bd_id; };
define bridge_domain_dump {
  u32 client_index; u32 context; u32 bd_id [default=4294967295];
  vl_api_interface_index_t sw_if_index [default=4294967295];
};
define bridge_domain_details {
  u32 context; u32 bd_id; bool flood; bool uu_flood; bool forward; bool learn; bool arp_term;
  bool arp_ufwd; u8 mac_age; string bd_tag[64]; vl_api_interface_index_t bvi_sw_if_index;
  vl_api_interface_index_t uu_fwd_sw_if_index; u32 n_sw_ifs;
  vl_api_bridge_domain_sw_if_t sw_if_details[n_sw_ifs];
};
define bridge_flags {
  u32 client_index; u32 context; u32 bd_id; bool is_set; vl_api_bd_flags_t flags;
};
define bridge_flags_reply { u32 context; i32 retval; u32 resulting_feature_bitmap; };
autoreply define sw_interface_set_l2_bridge {
  u32 client_index; u32 context; vl_api_interface_index_t rx_sw_if_index; u32 bd_id;
  vl_api_l2_port_type_t port_type; u8 shg; bool enable [default=true];
};
`;

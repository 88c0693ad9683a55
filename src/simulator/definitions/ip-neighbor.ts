// ARP and ND entries.
export const ipNeighbor: string = `
option version = "1.0.1";
import "vnet/ip/ip_types.api";
import "vnet/ethernet/ethernet_types.api";
import "vnet/interface_types.api";
enum ip_neighbor_flags : u8 {
  IP_API_NEIGHBOR_FLAG_NONE = 0, IP_API_NEIGHBOR_FLAG_STATIC = 1,
  IP_API_NEIGHBOR_FLAG_NO_FIB_ENTRY = 2,
};
typedef ip_neighbor {
  vl_api_interface_index_t sw_if_index; vl_api_ip_neighbor_flags_t flags;
  vl_api_mac_address_t mac_address; vl_api_address_t ip_address;
};
define ip_neighbor_add_del {
  u32 client_index; u32 context; bool is_add; vl_api_ip_neighbor_t neighbor;
};
define ip_neighbor_add_del_reply { u32 context; i32 retval; u32 stats_index; };
define ip_neighbor_dump {
  u32 client_index; u32 context; vl_api_interface_index_t sw_if_index [default=4294967295];
  vl_api_address_family_t af;
};
define ip_neighbor_details { u32 context; f64 age; vl_api_ip_neighbor_t neighbor; };
autoreply define ip_neighbor_flush {
  u32 client_index; u32 context; vl_api_address_family_t af;
  vl_api_interface_index_t sw_if_index [default=4294967295];
};
`;

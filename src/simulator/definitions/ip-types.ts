// Addresses and prefixes; an address family is one byte on the wire.
export const ipTypes: string = `
option version = "3.0.0";
enum address_family : u8 { ADDRESS_IP4 = 0, ADDRESS_IP6 = 1, };
typedef u8 ip4_address[4];
typedef u8 ip6_address[16];
union address_union {
  vl_api_ip4_address_t ip4 [case=ADDRESS_IP4]; vl_api_ip6_address_t ip6 [case=ADDRESS_IP6];
};
typedef address {
  vl_api_address_family_t af; vl_api_address_union_t un [discriminator=af];
};
typedef prefix { vl_api_address_t address; u8 len; };
typedef vl_api_prefix_t address_with_prefix;
enum ip_proto : u8 {
  IP_API_PROTO_HOPOPT = 0, IP_API_PROTO_ICMP = 1, IP_API_PROTO_IGMP = 2, IP_API_PROTO_TCP = 6,
  IP_API_PROTO_UDP = 17, IP_API_PROTO_GRE = 47, IP_API_PROTO_ESP = 50, IP_API_PROTO_AH = 51,
  IP_API_PROTO_ICMP6 = 58, IP_API_PROTO_EIGRP = 88, IP_API_PROTO_OSPF = 89,
  IP_API_PROTO_SCTP = 132, IP_API_PROTO_RESERVED = 255,
};
`;

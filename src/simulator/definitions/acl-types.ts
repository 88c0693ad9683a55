// One rule.
export const aclTypes: string = `
option version = "1.0.0";
import "vnet/ip/ip_types.api";
enum acl_action : u8 {
  ACL_ACTION_API_DENY = 0, ACL_ACTION_API_PERMIT = 1, ACL_ACTION_API_PERMIT_REFLECT = 2,
};
typedef acl_rule {
  vl_api_acl_action_t is_permit; vl_api_prefix_t src_prefix; vl_api_prefix_t dst_prefix;
  vl_api_ip_proto_t proto; u16 srcport_or_icmptype_first; u16 srcport_or_icmptype_last;
  u16 dstport_or_icmpcode_first; u16 dstport_or_icmpcode_last; u8 tcp_flags_mask;
  u8 tcp_flags_value;
};
`;

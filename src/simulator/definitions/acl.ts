// Access lists and where they are applied.
export const acl: string = `
option version = "2.0.1";
import "plugins/acl/acl_types.api";
import "vnet/interface_types.api";
define acl_plugin_get_version { u32 client_index; u32 context; };
define acl_plugin_get_version_reply { u32 context; u32 major; u32 minor; };
define acl_add_replace {
  u32 client_index; u32 context; u32 acl_index; string tag[64]; u32 count;
  vl_api_acl_rule_t r[count];
  option vat_help="<acl-idx> <permit|permit+reflect|deny|action N> [src IP/plen] [dst IP/plen] [sport X-Y] [dport X-Y] [proto P] [tcpflags FL MASK], ... , ...";
};
define acl_add_replace_reply { u32 context; u32 acl_index; i32 retval; };
autoreply define acl_del {
  u32 client_index; u32 context; u32 acl_index; option vat_help="<acl-idx>";
};
autoreply define acl_interface_add_del {
  u32 client_index; u32 context; bool is_add [default=true]; bool is_input;
  vl_api_interface_index_t sw_if_index; u32 acl_index;
  option vat_help="<intfc> | sw_if_index <if-idx> [add|del] [input|output] acl <acl-idx>";
};
autoreply define acl_interface_set_acl_list {
  u32 client_index; u32 context; vl_api_interface_index_t sw_if_index; u8 count; u8 n_input;
  u32 acls[count];
  option vat_help="<intfc> | sw_if_index <if-idx> input [acl-idx list] output [acl-idx list]";
};
define acl_dump {
  u32 client_index; u32 context; u32 acl_index; option vat_help="[<acl-idx>]";
};
define acl_details {
  u32 context; u32 acl_index; string tag[64]; u32 count; vl_api_acl_rule_t r[count];
};
define acl_interface_list_dump {
  u32 client_index; u32 context; vl_api_interface_index_t sw_if_index [default=4294967295];
  option vat_help="[<intfc> | sw_if_index <if-idx>]";
};
define acl_interface_list_details {
  u32 context; vl_api_interface_index_t sw_if_index; u8 count; u8 n_input; u32 acls[count];
};
`;

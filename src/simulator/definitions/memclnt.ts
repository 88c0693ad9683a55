// What every VPP has, at fixed ids: the first message is 1, the others follow.
export const memclnt: string = `
option version = "2.1.0";
typedef message_table_entry { u16 index; string name[64]; };
typedef module_version { u32 major; u32 minor; u32 patch; string name[64]; };
service {
  rpc rx_thread_exit returns null; rpc memclnt_rx_thread_suspend returns null;
  rpc memclnt_read_timeout returns null; rpc trace_plugin_msg_ids returns null;
};
define memclnt_create {
  u32 context; i32 ctx_quota; u64 input_queue; string name[64]; u32 api_versions[8];
  option deprecated;
};
define memclnt_create_reply {
  u32 context; i32 response; u64 handle; u32 index; u64 message_table; option deprecated;
};
define memclnt_delete { u32 index; u64 handle; bool do_cleanup; };
define memclnt_delete_reply { i32 response; u64 handle; };
define rx_thread_exit { u8 dummy; };
define memclnt_rx_thread_suspend { u8 dummy; };
define memclnt_read_timeout { u8 dummy; };
autoreply define rpc_call {
  u32 client_index; u32 context; u64 function; u8 multicast; u8 need_barrier_sync; u8 send_reply;
  u32 data_len; u8 data[data_len];
};
define get_first_msg_id { u32 client_index; u32 context; string name[64]; };
define get_first_msg_id_reply { u32 context; i32 retval; u16 first_msg_id; };
define api_versions { u32 client_index; u32 context; };
define api_versions_reply {
  u32 context; i32 retval; u32 count; vl_api_module_version_t api_versions[count];
};
define trace_plugin_msg_ids {
  u32 client_index; u32 context; string plugin_name[128]; u16 first_msg_id; u16 last_msg_id;
};
define sockclnt_create { u32 context; string name[64]; };
define sockclnt_create_reply {
  u32 client_index; u32 context; i32 response; u32 index; u16 count;
  vl_api_message_table_entry_t message_table[count];
};
define sockclnt_delete { u32 client_index; u32 context; u32 index; };
define sockclnt_delete_reply { u32 context; i32 response; };
autoreply define sock_init_shm {
  u32 client_index; u32 context; u32 requested_size; u8 nitems; u64 configs[nitems];
};
autoreply define memclnt_keepalive { u32 client_index; u32 context; };
define control_ping { u32 client_index; u32 context; };
define control_ping_reply { u32 context; i32 retval; u32 client_index; u32 vpe_pid; };
define memclnt_create_v2 {
  u32 context; i32 ctx_quota; u64 input_queue; string name[64]; u32 api_versions[8];
  bool keepalive [default=true];
};
define memclnt_create_v2_reply { u32 context; i32 response; u64 handle; u32 index; u64 message_table; };
define get_api_json { u32 client_index; u32 context; };
define get_api_json_reply { u32 context; i32 retval; string json[]; };
`;

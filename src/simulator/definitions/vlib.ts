// The command line over the API, and what tells how f64 travels.
export const vlib: string = `
option version = "1.0.0";
typedef thread_data {
  u32 id; string name[64]; string type[64]; u32 pid; u32 cpu_id; u32 core; u32 cpu_socket;
};
define cli_inband { u32 client_index; u32 context; string cmd[]; };
define cli_inband_reply { u32 context; i32 retval; string reply[]; };
define get_node_index { u32 client_index; u32 context; string node_name[64]; };
define get_node_index_reply { u32 context; i32 retval; u32 node_index; };
define show_threads { u32 client_index; u32 context; };
define show_threads_reply {
  u32 context; i32 retval; u32 count; vl_api_thread_data_t thread_data[count];
};
define get_f64_endian_value { u32 client_index; u32 context; f64 f64_one [default=1.0]; };
define get_f64_endian_value_reply { u32 context; u32 retval; f64 f64_one_result; };
define get_f64_increment_by_one { u32 client_index; u32 context; f64 f64_value [default=1.0]; };
define get_f64_increment_by_one_reply { u32 context; u32 retval; f64 f64_value; };
`;

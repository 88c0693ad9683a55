// Versions and time.
export const vpe: string = `
option version = "1.7.0";
import "vpp/api/vpe_types.api";
define show_version { u32 client_index; u32 context; };
define show_version_reply {
  u32 context; i32 retval; string program[32]; string version[32]; string build_date[32];
  string build_directory[256];
};
define show_vpe_system_time { u32 client_index; u32 context; };
define show_vpe_system_time_reply { u32 context; i32 retval; vl_api_timestamp_t vpe_system_time; };
`;

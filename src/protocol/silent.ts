/**
 * Requests that VPP 26.06 declares a reply for and doesn't always send it: all were sent to one with every plugin
 * and with all fields absent; pings behind them were answered. ikev2_nonce_get, for one, just returns where
 * there is no such SA (plugins/ikev2/ikev2_api.c).
 */
const SILENT = new Set([
  "acl_stats_intf_counters_enable",
  "det44_close_session_in",
  "ikev2_nonce_get",
  "ipfix_classify_table_add_del",
  "lisp_map_register_enable_disable",
  "lisp_rloc_probe_enable_disable",
  "nat_det_close_session_in",
  "nsh_add_del_entry",
  "nsh_add_del_map",
  "one_map_register_enable_disable",
  "one_nsh_set_locator_set",
  "one_rloc_probe_enable_disable",
  "one_stats_enable_disable",
  "policer_input_v2",
  "policer_output_v2",
  "sr_mobile_localsid_add_del",
  "sr_mobile_policy_add",
  "trace_profile_add",
  "trace_profile_del",
  "trace_profile_show_config",
  "vxlan_gpe_ioam_disable",
  "vxlan_gpe_ioam_enable",
  "vxlan_gpe_ioam_transit_disable",
  "vxlan_gpe_ioam_transit_enable",
  "vxlan_gpe_ioam_vni_disable",
  "vxlan_gpe_ioam_vni_enable",
]);

/** What a timeout says of this request. */
export function silenceOf(name: string): string {
  return SILENT.has(name) ? "no answer (VPP 26.06 leaves some of these unanswered)" : "no answer";
}

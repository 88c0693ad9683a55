import type { Handler } from "../handler.ts";
import { runCommand } from "./commands.ts";
import { num, text } from "./input.ts";
import type { Model } from "./model.ts";
import { NONE, RETVAL } from "./retval.ts";
import { BUILD_DATE, VERSION } from "./version.ts";

/** Version, time, threads, the command line (vpp/api/api.c, vlib/vlib_api_cli.c, vlib_api.c). */
export function systemHandlers(model: Model): Record<string, Handler> {
  return {
    show_version: () => ({
      retval: 0,
      program: "vpe",
      version: VERSION,
      build_date: BUILD_DATE,
      build_directory: "/simulator",
    }),
    show_vpe_system_time: () => ({ retval: 0, vpe_system_time: Date.now() / 1000 }),
    show_threads: () => ({
      retval: 0,
      thread_data: [
        { id: 0, name: "vpp_main", type: "", pid: process.pid, cpu_id: 0, core: 0, cpu_socket: 0 },
      ],
    }),
    cli_inband: (request) => runCommand(model, text(request, "cmd")),
    // Packets have no nodes here.
    get_node_index: () => ({ retval: RETVAL.NO_SUCH_ENTRY, node_index: NONE }),
    get_f64_endian_value: (request) => {
      const isOne = num(request, "f64_one") === 1;
      return { retval: isOne ? 0 : RETVAL.API_ENDIAN_FAILED >>> 0, f64_one_result: 1 };
    },
    get_f64_increment_by_one: (request) => ({ retval: 0, f64_value: num(request, "f64_value") + 1 }),
  };
}

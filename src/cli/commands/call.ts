import { Command, Option } from "commander";
import {
  apiOption,
  type ConnectionArguments,
  cacheOption,
  jsonOptions,
  socketOption,
  timeoutOption,
} from "../options.ts";

const HELP = `
Sends one request and prints what comes back, whatever its kind: a reply, all that a dump gives, nothing.

Fields are given as field=value, and parts of them as route.paths[0].weight=1. The field's definition decides what the
text means: 5 is a number for u32 and text for a string; enums take a member's name or its number, flags several of
them with commas; bytes are hex; addresses, prefixes and MACs are written as usual; numbers may be hex (0x10) or ~0.
Arrays and objects may be JSON. So may be the whole message: one JSON object, which field=value behind it changes.

Examples:
  vpp-ts call show_version
  vpp-ts call sw_interface_dump --json | jq '.[].interface_name'
  vpp-ts call sw_interface_set_flags sw_if_index=1 flags=IF_STATUS_API_FLAG_ADMIN_UP
  vpp-ts call sw_interface_add_del_address sw_if_index=1 is_add=true prefix=10.0.0.1/24
  vpp-ts call ip_route_add_del is_add=true route.prefix=10.1.0.0/16 \\
    route.paths[0].sw_if_index=1 route.paths[0].nh.address.ip4=10.0.0.2
  vpp-ts call ip_route_dump '{"table":{"table_id":0,"is_ip6":false}}' --ndjson`;

interface Options extends ConnectionArguments {
  readonly json?: true;
  readonly ndjson?: true;
  readonly check: boolean;
  readonly unsafe?: true;
}

export function callCommand(): Command {
  const [json, ndjson] = jsonOptions(
    "print one JSON object; an array for a dump",
    "print a line of JSON for each message, as it comes",
  );
  return new Command("call")
    .summary("send a request to VPP and print what comes back")
    .description("Send a request to VPP and print what comes back.")
    .argument("<message>", "the request, as VPP names it")
    .argument("[fields...]", "field=value, or one JSON object")
    .addOption(socketOption())
    .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
    .addOption(json)
    .addOption(ndjson)
    .addOption(timeoutOption())
    .addOption(cacheOption())
    .addOption(new Option("--no-check", "print a reply by which VPP refuses like any other"))
    .addOption(new Option("--unsafe", "send even what can make VPP crash"))
    .addHelpText("after", HELP)
    .action(async (message: string, fields: readonly string[], { json, ndjson, ...options }: Options) => {
      const { call } = await import("../call.ts");
      const format = json ? "json" : ndjson ? "ndjson" : "table";
      await call({ unsafe: false, ...options, message, fields, format });
    });
}

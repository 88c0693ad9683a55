import { Command, Option } from "commander";
import {
  apiOption,
  type ConnectionArguments,
  cacheOption,
  type FormatOptions,
  formatOf,
  formatOptions,
  socketOption,
  timeoutOption,
} from "../options.ts";

const HELP = `
Sends one request and prints what comes back, whatever its kind: a reply, all that a dump gives, nothing.

Fields are given as field=value, and parts of them as route.paths[0].weight=1. The field's definition decides what the
text means: 5 is a number for u32 and text for a string; enums take a member's name or its number, flags several of
them with commas; bytes are hex; addresses, prefixes and MACs are written as usual; numbers may be hex (0x10) or ~0.
Arrays and objects may be JSON. So may be the whole message: one JSON object, as an argument or in the file of -f,
which field=value behind it changes. Quote what the shell would take for itself: 'sw_if_index=~0' (bash),
'route.paths[0].weight=1' (zsh, fish).

Without a message, calls are read from standard input, a line each: {"message":"…","fields":{…}}; with a message and
--stdin the lines are its fields, which field=value changes. They are sent without waiting for answers, and answered in
their order, a line each: {"line":1,"message":"…","fields":{…}}, or {"line":1,"message":"…","error":{…}} where VPP
refuses; the exit status is 1 then. The first line that is wrong ends it.

--dry-run and --raw print payloads in hex: of the request, with message id 0, and of what came back; with --ndjson as
lines that vpp-ts decode takes.

Examples:
  vpp-ts call show_version
  vpp-ts call sw_interface_dump --json | jq '.[].interface_name'
  vpp-ts call sw_interface_dump --columns sw_if_index,interface_name,flags
  vpp-ts call sw_interface_set_flags sw_if_index=1 flags=IF_STATUS_API_FLAG_ADMIN_UP
  vpp-ts call sw_interface_add_del_address sw_if_index=1 is_add=true prefix=10.0.0.1/24
  vpp-ts call ip_route_add_del is_add=true route.prefix=10.1.0.0/16 \\
    route.paths[0].sw_if_index=1 route.paths[0].nh.address.ip4=10.0.0.2
  vpp-ts call ip_route_dump '{"table":{"table_id":0,"is_ip6":false}}' --ndjson
  vpp-ts call ip_route_add_del -f route.json is_add=false
  vpp-ts call < calls.ndjson > answers.ndjson
  vpp-ts call ip_route_add_del --stdin is_add=true < routes.ndjson`;

interface Options extends ConnectionArguments, FormatOptions {
  readonly file?: string;
  readonly stdin?: true;
  readonly columns?: string;
  readonly raw?: true;
  readonly dryRun?: true;
  readonly check: boolean;
  readonly unsafe?: true;
}

export function callCommand(): Command {
  const command = new Command("call")
    .summary("send a request to VPP and print what comes back")
    .description("Send a request to VPP and print what comes back; or many, from standard input.")
    .argument("[message]", "the request, as VPP names it")
    .argument("[fields...]", "field=value, or one JSON object")
    .option("-f, --file <file>", "read the fields from a file of JSON; - is standard input")
    .option("--stdin", "read the fields of many calls from standard input, a line of JSON each");
  for (const option of formatOptions()) command.addOption(option);
  return command
    .option("--columns <names>", "print these fields alone, in this order: a,b.c")
    .option("--raw", "print the bytes of what comes back, in hex")
    .option("--dry-run", "send nothing, print the bytes of the request in hex")
    .addOption(new Option("--no-check", "print a reply by which VPP refuses like any other"))
    .addOption(new Option("--unsafe", "send even what can make VPP crash"))
    .addOption(socketOption())
    .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
    .addOption(cacheOption())
    .addOption(timeoutOption())
    .addHelpText("after", HELP)
    .action(async (message: string | undefined, fields: readonly string[], options: Options) => {
      const { call } = await import("../call/command.ts");
      const { stdin = false, raw = false, dryRun = false, unsafe = false, ...others } = options;
      const format = formatOf(options);
      await call({
        ...others,
        ...(message === undefined ? {} : { message }),
        ...(format === undefined ? {} : { format }),
        fields,
        stdin,
        raw,
        dryRun,
        unsafe,
      });
    });
}

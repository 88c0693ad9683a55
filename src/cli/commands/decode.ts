import { Command } from "commander";
import { apiOption, INSTALLED_API } from "../options.ts";

const HELP = `
Reads lines {"message":"…","hex":"…"}, the payload with its message id and without the frame header, and writes for
each a line {"message":"…","fields":{…}}, client_index and context among the fields. Bytes after the last field are
ignored, as VPP does. Blank lines are skipped; the first wrong one ends it, after what those before it gave has been
written.

Example:
  $ echo '{"message":"control_ping_reply","hex":"0000000000070000000080000001000004d2"}' | vpp-ts decode
  {"message":"control_ping_reply","fields":{"context":7,"retval":0,"client_index":2147483649,"vpe_pid":1234}}`;

export function decodeCommand(): Command {
  return new Command("decode")
    .summary("bytes in hex, in JSON lines on standard input, to JSON")
    .description("Decode messages: bytes in hex, in JSON lines on standard input, to JSON.")
    .addOption(apiOption(INSTALLED_API))
    .addHelpText("after", HELP)
    .action(async ({ api }: { api?: readonly string[] }) => {
      const { decode } = await import("../decode.ts");
      await decode(api);
    });
}

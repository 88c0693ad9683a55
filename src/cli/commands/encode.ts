import { Command } from "commander";
import { apiOption, INSTALLED_API } from "../options.ts";

const HELP = `
Reads lines {"message":"…","fields":{…}} and writes for each a line of hex: the payload with message id 0, without the
frame header. client_index and context are taken from the fields, 0 where they are left out. Blank lines are skipped;
the first wrong one ends it, after what those before it gave has been written.

Example:
  $ echo '{"message":"sw_interface_set_flags","fields":{"sw_if_index":1,"flags":["IF_STATUS_API_FLAG_ADMIN_UP"]}}' \\
      | vpp-ts encode
  000000000000000000000000000100000001`;

export function encodeCommand(): Command {
  return new Command("encode")
    .summary("JSON lines on standard input to bytes in hex")
    .description("Encode messages: JSON lines on standard input to bytes in hex.")
    .addOption(apiOption(INSTALLED_API))
    .addHelpText("after", HELP)
    .action(async ({ api }: { api?: readonly string[] }) => {
      const { encode } = await import("../encode.ts");
      await encode(api);
    });
}

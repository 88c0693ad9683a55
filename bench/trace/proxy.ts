// `vpp-ts trace` without the command line around it: LISTEN SOCKET quiet|text|json [RECORDING].
import { trace } from "../../src/cli/trace/live.ts";

const [listen = "", socket = "", how = "text", record] = process.argv.slice(2);
await trace({
  listen,
  socket,
  quiet: how === "quiet",
  format: { json: how === "json", relative: false, hex: false, filter: () => true },
  ...(record === undefined ? {} : { record }),
});

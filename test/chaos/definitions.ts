// The API that a campaign's simulator speaks: every answer carries what was asked.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapDefinitions } from "../../src/protocol/index.ts";
import { writeApiJson } from "../../src/schema/index.ts";

const ECHO = `
option version = "1.0.0";
define chaos_echo { u32 client_index; u32 context; u32 seq; u64 nonce; string text[]; };
define chaos_echo_reply { u32 context; i32 retval; u32 seq; u64 nonce; string text[]; };
define chaos_tell { u32 client_index; u32 context; u32 seq; };
service { rpc chaos_tell returns null; };
`;

const ITEMS = `
option version = "1.0.0";
define chaos_items_dump { u32 client_index; u32 context; u32 nonce; u32 count; };
define chaos_items_details { u32 context; u32 nonce; u32 index; u8 data[32]; };
define chaos_pages_get { u32 client_index; u32 context; u32 cursor; u32 nonce; u32 count; };
define chaos_pages_get_reply { u32 context; i32 retval; u32 cursor; };
define chaos_pages_details { u32 context; u32 nonce; u32 index; };
service { rpc chaos_pages_get returns chaos_pages_get_reply stream chaos_pages_details; };
`;

const TICKS = `
option version = "1.0.0";
autoreply define want_chaos_ticks { u32 client_index; u32 context; u32 enable_disable; u32 pid; };
define chaos_tick_event { u32 client_index; u32 pid; u32 seq; };
service { rpc want_chaos_ticks returns want_chaos_ticks_reply events chaos_tick_event; };
`;

/** Another plugin's messages: they move ids, and nobody calls them. */
const OTHER = `
option version = "1.0.0";
autoreply define chaos_other_one { u32 client_index; u32 context; u32 value; };
autoreply define chaos_other_two { u32 client_index; u32 context; u64 value; };
`;

/** Files on disk: a simulator reads definitions from there. */
export interface ChaosApi {
  /** Without the other plugin, with it, and without the one that has the events. */
  readonly variants: readonly (readonly string[])[];
  remove(): void;
}

export function writeChaosApi(): ChaosApi {
  const dir = mkdtempSync(join(tmpdir(), "vpp-chaos-api-"));
  const write = (name: string, text: string): string => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  const [session] = bootstrapDefinitions();
  if (session === undefined) throw new Error("no definitions of the session");
  const memclnt = write("memclnt.api.json", writeApiJson(session));
  const [echo, items, ticks, other] = [
    write("echo.api", ECHO),
    write("items.api", ITEMS),
    write("ticks.api", TICKS),
    write("other.api", OTHER),
  ];
  return {
    variants: [
      [memclnt, echo, items, ticks],
      [memclnt, other, echo, items, ticks],
      [memclnt, items, other, echo],
    ],
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

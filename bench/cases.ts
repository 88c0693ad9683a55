import type { ClientName } from "./clients.ts";
import type { CaseName } from "./session/figures.ts";

export interface Case {
  readonly title: string;
  readonly name: CaseName;
  /** Requests, or messages of a dump. */
  readonly size: number;
  /** For clients that would take too long; rates are what is compared. 0: the client has no such case. */
  readonly sizes?: Partial<Record<ClientName, number>>;
  /** Requests in flight; set-flags: interfaces too. */
  readonly window: number;
  /** Where the client runs: on VPP's core, or on another. Left out, the kernel decides. */
  readonly core?: "same" | "other";
  /** Interfaces that must be there. */
  readonly interfaces?: number;
  /** Adds routes to a table that is made for each run; or dumps tables of the given sizes. */
  readonly routes?: "added" | "dumped";
  readonly plugins?: "all";
}

const NONE = 0;

const SEQUENTIAL = {
  papi: 5000,
  "papi-async": 5000,
  "govpp-channel": 10_000,
  "govpp-stream": 10_000,
  "vapi-shm": 1000,
} as const;

/**
 * Plain Python has one call in flight at most. vapi (26.06) gets wrong replies over the socket with 1,000 in flight,
 * and through shared memory it and VPP wait for each other for ever with 10,000.
 */
const flying = (
  asyncio: number,
  go: number,
  shm: number,
  socket = 0,
): Partial<Record<ClientName, number>> => ({
  papi: 0,
  "papi-async": asyncio,
  "govpp-channel": go,
  "govpp-stream": go,
  "vapi-shm": shm,
  "vapi-socket": socket,
});

const PYTHON_SLOW = { papi: 5000, "papi-async": 5000 };
const ONLY_OURS = {
  floor: NONE,
  "papi-async": NONE,
  "govpp-channel": NONE,
  "govpp-stream": NONE,
  "vapi-shm": NONE,
  "vapi-socket": NONE,
};

export const CASES: readonly Case[] = [
  {
    title: "control_ping, one at a time, client and VPP on cores of their own",
    name: "ping",
    size: 50_000,
    sizes: { ...SEQUENTIAL, "govpp-channel": 30_000, "govpp-stream": 30_000 },
    window: 1,
    core: "other",
  },
  {
    title: "control_ping, one at a time, client and VPP on one core",
    name: "ping",
    size: 300_000,
    sizes: { ...SEQUENTIAL, "govpp-channel": 100_000, "govpp-stream": 100_000 },
    window: 1,
    core: "same",
  },
  {
    title: "control_ping, 10 in flight",
    name: "ping",
    size: 150_000,
    sizes: flying(30_000, 100_000, 20_000, 100_000),
    window: 10,
  },
  {
    title: "control_ping, 100 in flight",
    name: "ping",
    size: 500_000,
    sizes: flying(40_000, 300_000, 20_000, 100_000),
    window: 100,
  },
  {
    title: "control_ping, 1,000 in flight",
    name: "ping",
    size: 1_000_000,
    sizes: flying(50_000, 400_000, 1_000_000),
    window: 1000,
  },
  {
    title: "control_ping, 10,000 in flight",
    name: "ping",
    size: 1_000_000,
    sizes: flying(50_000, 400_000, 0),
    window: 10_000,
  },
  {
    title: "show_version, 1,000 in flight",
    name: "show-version",
    size: 300_000,
    sizes: flying(20_000, 200_000, 300_000),
    window: 1000,
  },
  {
    title: "sw_interface_dump of 1,000 interfaces, again and again",
    name: "interface-dump",
    size: 1_000_000,
    sizes: {
      papi: 5000,
      "papi-async": 5000,
      "govpp-channel": 500_000,
      "govpp-stream": 500_000,
      "vapi-shm": 200_000,
    },
    window: 1,
    interfaces: 1000,
  },
  {
    title: "ip_route_add_del of 500,000, 1,000 in flight",
    name: "route-add",
    size: 500_000,
    sizes: { ...PYTHON_SLOW, "govpp-channel": 200_000, "govpp-stream": 200_000, "vapi-socket": NONE },
    window: 1000,
    routes: "added",
  },
  {
    title: "a million routes through vpp.pipeline(), 5,000 in flight",
    name: "route-pipeline",
    size: 1_000_000,
    sizes: { ...ONLY_OURS, floor: 1_000_000, papi: NONE },
    window: 5000,
    routes: "added",
  },
  {
    title: "ip_route_dump of 1,000,000",
    name: "route-dump",
    size: 1_000_000,
    sizes: { papi: 10_000, "papi-async": 10_000 },
    window: 1,
    routes: "dumped",
  },
  {
    title: "sw_interface_set_flags with its event back, 100 in flight",
    name: "set-flags",
    size: 200_000,
    // VPP's asyncio client (2.3.2) stops reading at a message without a context, as this event is.
    sizes: { papi: 4000, "papi-async": NONE, "govpp-channel": 100_000, "govpp-stream": 100_000 },
    window: 100,
    interfaces: 100,
  },
  { title: "connect, definitions from VPP", name: "connect", size: 1, window: 1, plugins: "all" },
  {
    title: "connect, generated bindings",
    name: "connect-generated",
    size: 1,
    sizes: { ...ONLY_OURS, papi: NONE },
    window: 1,
    plugins: "all",
  },
  {
    title: "stats: snapshot of all counters of 1,000 interfaces",
    name: "stats-snapshot",
    size: 10_000,
    sizes: { ...ONLY_OURS, papi: NONE },
    window: 1,
    interfaces: 1000,
  },
  {
    title: "stats: the same, every value taken out",
    name: "stats-values",
    size: 3000,
    sizes: { ...ONLY_OURS, papi: 150 },
    window: 1,
    interfaces: 1000,
  },
  {
    title: "stats: 5 vectors of 1,000 interfaces, prepared",
    name: "stats-read",
    size: 100_000,
    sizes: { ...ONLY_OURS, papi: 300 },
    window: 1,
    interfaces: 1000,
  },
  {
    title: "stats: interfaces() by name, 1,000 of them",
    name: "stats-interfaces",
    size: 500,
    sizes: { ...ONLY_OURS, papi: NONE },
    window: 1,
    interfaces: 1000,
  },
  {
    title: "stats: open and list, first in a process",
    name: "stats-open",
    size: 1,
    sizes: ONLY_OURS,
    window: 1,
  },
];

export function sizeFor({ size, sizes }: Case, client: ClientName): number {
  return sizes?.[client] ?? size;
}

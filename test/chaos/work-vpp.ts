// What clients do with a real VPP: requests whose answers carry what was asked.
import type { Fields } from "../../src/index.ts";
import { Chance } from "./chance.ts";
import type { EventCheck, RequestJob, StreamJob, Verdict, Work } from "./job.ts";

/** What every VPP of a campaign is set up with. */
export const LOOPBACKS = 40;
/** VPP 26.06 goes into an endless loop at the 63rd. */
export const PATH_MTUS = 50;
const INVALID_VALUE = -7;
const UNSPECIFIED = -1;
/** The loopback whose flags make the events: nobody else touches it. */
export const TICK_LOOPBACK = 0;

/** Interface 0 is VPP's own. */
export function loopbackIndex(loopback: number): number {
  return loopback + 1;
}

/** VPP tells some changes twice, so nothing says whether one is missing. */
const flip: EventCheck = {
  name: "sw_interface_event",
  follows: () => null,
  counts: (event) => event.sw_if_index === loopbackIndex(TICK_LOOPBACK) && event.deleted === false,
};

/**
 * `run` tells one set-up VPP from the next; null while it is being set up. What is asked then may be answered
 * without what set-up brings.
 */
export function vppWork(count: () => number, run: () => number | null): Work {
  const settled = (): ((verdict: Verdict) => Verdict) => {
    const asked = run();
    return (verdict) => (asked !== null && run() === asked ? verdict : null);
  };
  const judged = (job: RequestJob): RequestJob => {
    const judge = settled();
    const { refusal = () => "a refusal nobody expected" } = job;
    return {
      ...job,
      reply: (reply) => judge(job.reply(reply)),
      refusal: (retval, reply) => judge(refusal(retval, reply)),
    };
  };
  return {
    request: (chance) => judged(chance.weighted(REQUESTS).make(chance, count())),
    series: (chance) => {
      const { make } = chance.weighted(REQUESTS);
      const { message } = make(chance, count());
      return { message, next: () => judged(make(chance, count())) };
    },
    stream: (chance) => {
      const job = chance.weighted(STREAMS).make(chance);
      const judge = settled();
      return {
        ...job,
        item: (item, index) => judge(job.item(item, index)),
        total: (all) => judge(job.total(all)),
      };
    },
    samples: () => {
      const chance = new Chance(1);
      return [...REQUESTS.slice(0, 1), ...STREAMS.slice(0, 3)].map(({ make }) => make(chance, count()));
    },
    event: flip,
    bad: { message: "get_f64_increment_by_one", fields: { f64_value: "not a number" } },
  };
}

function equal(name: string, wanted: unknown, reply: Fields): Verdict {
  return reply[name] === wanted ? null : `${name} ${String(reply[name])} instead of ${String(wanted)}`;
}

const REQUESTS: readonly {
  readonly weight: number;
  readonly make: (chance: Chance, number: number) => RequestJob;
}[] = [
  {
    weight: 10,
    make: (_chance, number) => ({
      kind: "request",
      message: "get_f64_increment_by_one",
      fields: { f64_value: number },
      reply: (reply) => equal("f64_value", number + 1, reply),
    }),
  },
  {
    // VPP answers what it doesn't know with the words themselves.
    weight: 4,
    make: (_chance, number) => {
      const words = `nosuch${number}`;
      return {
        kind: "request",
        message: "cli_inband",
        fields: { cmd: words },
        reply: () => "an unknown command was carried out",
        refusal: (retval, reply) =>
          retval === UNSPECIFIED && String(reply.reply).includes(words)
            ? null
            : `${retval} "${String(reply.reply)}" for ${words}`,
      };
    },
  },
  {
    weight: 2,
    make: () => ({
      kind: "request",
      message: "show_version",
      fields: {},
      reply: (reply) => equal("program", "vpe", reply),
    }),
  },
  {
    weight: 2,
    make: () => ({
      kind: "request",
      message: "cli_inband",
      fields: { cmd: "show version" },
      reply: ({ reply }) => (String(reply).startsWith("vpp v") ? null : `version ${String(reply)}`),
    }),
  },
  {
    weight: 3,
    make: (chance) => {
      const loopback = chance.between(1, LOOPBACKS - 1);
      const address = `192.168.${loopback}.1/32`;
      return {
        kind: "request",
        message: "ip_route_lookup",
        fields: { table_id: 0, exact: 1, prefix: address },
        reply: ({ route }) => equal("prefix", address, route as Fields),
      };
    },
  },
  {
    weight: 2,
    make: (_chance, number) => ({
      kind: "request",
      message: "get_node_index",
      fields: { node_name: `no-node-${number}` },
      reply: () => "a node that isn't there has an index",
      refusal: (retval) => (retval < 0 ? null : "no refusal"),
    }),
  },
  {
    weight: 2,
    make: (chance) => ({
      kind: "request",
      message: "sw_interface_set_mtu",
      fields: {
        sw_if_index: loopbackIndex(chance.between(1, LOOPBACKS - 1)),
        mtu: [chance.between(1000, 9000), 0, 0, 0],
      },
      reply: () => null,
    }),
  },
  {
    weight: 1,
    make: (_chance, number) => ({
      kind: "request",
      message: "sw_interface_set_flags",
      fields: { sw_if_index: 1_000_000 + number, flags: 1 },
      reply: () => "flags of an interface that isn't there were set",
      refusal: (retval) => (retval === -2 ? null : `retval ${retval}`),
    }),
  },
  {
    weight: 1,
    make: (_chance, number) => ({
      kind: "request",
      message: "get_first_msg_id",
      fields: { name: `nosuch_${number.toString(16).padStart(8, "0")}` },
      reply: () => "a module that isn't there has messages",
      refusal: (retval) => (retval === INVALID_VALUE ? null : `retval ${retval}`),
    }),
  },
];

const STREAMS: readonly { readonly weight: number; readonly make: (chance: Chance) => StreamJob }[] = [
  {
    weight: 4,
    make: (chance) => {
      const index = loopbackIndex(chance.between(0, LOOPBACKS - 1));
      return {
        kind: "stream",
        message: "sw_interface_dump",
        fields: { sw_if_index: index },
        item: (item) => equal("sw_if_index", index, item),
        total: (count) => (count === 1 ? null : `${count} interfaces with index ${index}`),
        ordered: true,
      };
    },
  },
  {
    weight: 2,
    make: () => ({
      kind: "stream",
      message: "sw_interface_dump",
      fields: { name_filter_valid: true, name_filter: "loop" },
      item: (item, index) =>
        equal("sw_if_index", loopbackIndex(index), item) ?? equal("interface_name", `loop${index}`, item),
      total: (count) => (count === LOOPBACKS ? null : `${count} loopbacks`),
      ordered: true,
    }),
  },
  {
    weight: 2,
    make: () => {
      const seen = new Set<string>();
      return {
        kind: "stream",
        message: "ip_path_mtu_get",
        fields: { cursor: 0 },
        item: ({ pmtu }) => {
          const { nh, path_mtu } = pmtu as Fields;
          const known = seen.has(String(nh));
          seen.add(String(nh));
          if (known) return `${String(nh)} twice`;
          return path_mtu === mtuOf(String(nh)) ? null : `${String(nh)} has MTU ${String(path_mtu)}`;
        },
        total: (count) => (count === PATH_MTUS ? null : `${count} path MTUs`),
        ordered: false,
      };
    },
  },
  {
    weight: 2,
    make: (chance) => {
      const index = loopbackIndex(chance.between(0, LOOPBACKS - 1));
      return {
        kind: "stream",
        message: "ip_address_dump",
        fields: { sw_if_index: index, is_ipv6: false },
        item: (item) => equal("prefix", `192.168.${index - 1}.1/24`, item),
        total: (count) => (count === 1 ? null : `${count} addresses`),
        ordered: true,
      };
    },
  },
];

/** A path MTU that says which address it belongs to. */
export function mtuOf(address: string): number {
  const [, , high = 0, low = 0] = address.split(".").map(Number);
  return 1000 + high * 256 + low;
}

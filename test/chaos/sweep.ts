// The link cut at every byte position of one session, in either direction.
import { connect } from "../../src/index.ts";
import { nameOf } from "./actor.ts";
import type { Chance } from "./chance.ts";
import type { Ledger } from "./ledger.ts";
import { type LinkPlan, NO_PLAN } from "./link-plan.ts";
import { CrookedProxy } from "./proxy.ts";
import { held, leftOver } from "./resources.ts";
import type { Target } from "./target.ts";

/** Milliseconds after which a session whose link is cut hangs. */
const HANG = 10_000;

export interface Sweep {
  readonly up: number;
  readonly down: number;
  /** Sessions that were cut. */
  readonly cuts: number;
}

/**
 * Cuts at every byte from the client, then at one after the other of those to it, from one that `chance` picks, until
 * all are done or `until` says stop. A fragile target is spared the first: VPP 26.06 keeps the socket of a client that
 * hangs up in the middle of a message, and with some dozens of them serves nobody any more.
 */
export async function sweep(
  target: Target,
  ledger: Ledger,
  chance: Chance,
  until: () => boolean,
): Promise<Sweep> {
  const proxy = new CrookedProxy(`${target.socket}.sweep`, () => target.socket, target.fragile);
  await proxy.listen();
  await session(proxy, NO_PLAN, target, ledger);
  const before = held();
  const { up, down } = await ended(proxy);
  const fromClient = target.fragile ? 0 : up;
  const total = fromClient + down;
  const first = chance.between(0, down - 1);
  let cuts = 0;
  for (; cuts < total && !until() && ledger.broken === 0; cuts++) {
    const plan = cuts < fromClient ? { cutUp: cuts } : { cutDown: (first + cuts - fromClient) % down };
    ledger.fault(
      cuts < fromClient ? "session cut at a byte from the client" : "session cut at a byte to the client",
    );
    await session(proxy, plan, target, ledger);
  }
  await ended(proxy);
  await proxy.close();
  const more = await leftOver({ ...before, descriptors: before.descriptors + 1 });
  if (more !== null) ledger.breach("all is given back", `after the sweep: ${more}`);
  return { up, down, cuts };
}

async function ended(proxy: CrookedProxy): Promise<CrookedProxy["last"]> {
  while (proxy.links.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return proxy.last;
}

/** Of every kind of exchange one, all in flight at once; each has to settle. */
async function session(proxy: CrookedProxy, plan: LinkPlan, { work }: Target, ledger: Ledger): Promise<void> {
  proxy.plan = () => plan;
  const what = JSON.stringify(plan);
  const settle = ledger.issue("session", what);
  const hang = setTimeout(() => ledger.breach("nothing hangs", `a session with ${what}`), HANG);
  try {
    const vpp = await connect({ socket: proxy.socket, reconnect: false, timeout: HANG / 2 });
    const events = vpp.on(work.event.name, () => {}).ready;
    const jobs = work.samples();
    const calls = jobs.map(async (job) => {
      if (job.kind === "request") return job.reply(await vpp.call(job.message, job.fields));
      const items = await vpp.dump(job.message, job.fields).toArray();
      return (
        items.map((item, i) => job.item(item, i)).find((verdict) => verdict !== null) ??
        job.total(items.length)
      );
    });
    const results = await Promise.allSettled(calls);
    await Promise.allSettled([events]);
    for (const result of results) {
      if (result.status === "fulfilled" && result.value !== null) {
        ledger.breach("every call gets its own answer", `${what}: ${result.value}`);
      }
    }
    const lost = results.some((result) => result.status === "rejected");
    if (lost && vpp.state.kind !== "closed")
      ledger.breach("states tell the truth", `${what}: ${vpp.state.kind}`);
    await vpp.close();
    settle(lost ? "cut" : "answered");
  } catch (error) {
    settle(`connect: ${nameOf(error)}`);
  }
  clearTimeout(hang);
}

// What goes wrong between clients and target, and with the target.
import { setTimeout as sleep } from "node:timers/promises";
import { limitsOf } from "../../src/client/limits.ts";
import { HEADER } from "../../src/protocol/index.ts";
import type { Weather } from "./actor.ts";
import type { Chance } from "./chance.ts";
import type { Ledger } from "./ledger.ts";
import type { LinkPlan } from "./link-plan.ts";
import type { CrookedProxy } from "./proxy.ts";
import type { Start, Target } from "./target.ts";

const MAX_FRAME = limitsOf({}).maxFrame;

export interface Scene {
  readonly target: Target;
  readonly proxy: CrookedProxy;
  readonly ledger: Ledger;
  readonly weather: Weather;
  readonly chance: Chance;
}

interface Fault {
  readonly name: string;
  readonly weight: number;
  /** Only where the target can be told to. */
  readonly when?: (scene: Scene) => boolean;
  run(scene: Scene): Promise<void>;
}

/** What becomes of the connections of a round: most are left alone. */
export function linkPlan(chance: Chance, ledger: Ledger): LinkPlan {
  if (chance.odds(0.7)) return {};
  const at = chance.odds(0.4) ? chance.between(0, 4000) : chance.between(0, 400_000);
  switch (chance.between(0, 3)) {
    case 0:
      ledger.fault("link cut after bytes from the client", String(at));
      return { cutUp: at };
    case 1:
      ledger.fault("link cut after bytes to the client", String(at));
      return { cutDown: at };
    case 2:
      ledger.fault("bytes in small pieces");
      return { split: chance.between(1, 100), cutDown: 100_000 };
    default:
      ledger.fault("link that is slow");
      return { delay: chance.between(1, 15) };
  }
}

async function down(scene: Scene, how: Start): Promise<void> {
  const { target, chance, weather } = scene;
  if (how === "other messages") weather.changes = true;
  await target.kill();
  await sleep(chance.between(0, 120));
  await target.start(how);
}

export const FAULTS: readonly Fault[] = [
  {
    name: "one link cut",
    weight: 10,
    run: async ({ proxy, chance }) => {
      const links = [...proxy.links];
      if (links.length > 0) void chance.pick(links).cut();
    },
  },
  {
    name: "all links cut",
    weight: 4,
    run: async ({ proxy }) => {
      for (const link of [...proxy.links]) void link.cut();
    },
  },
  {
    name: "link ended by a FIN, still reading",
    weight: 3,
    run: async ({ proxy, chance }) => {
      const links = [...proxy.links];
      if (links.length > 0) chance.pick(links).halfClose();
    },
  },
  {
    name: "nothing passes for a while",
    weight: 5,
    run: async ({ proxy, chance }) => {
      proxy.freeze();
      await sleep(chance.between(5, 250));
      proxy.thaw();
    },
  },
  {
    name: "target killed, the same comes back",
    weight: 2,
    run: (scene) => down(scene, "same"),
  },
  {
    name: "target killed, comes back with other ids",
    weight: 2,
    run: (scene) => down(scene, "other ids"),
  },
  {
    name: "target killed, comes back with other messages",
    weight: 2,
    run: (scene) => down(scene, "other messages"),
  },
  {
    name: "target stopped and continued",
    weight: 4,
    when: ({ target }) => target.hold !== null,
    run: async ({ target, chance }) => {
      await target.hold?.stop();
      await sleep(chance.between(5, 300));
      await target.hold?.go();
    },
  },
  {
    name: "socket unlinked",
    weight: 3,
    run: async ({ proxy, chance }) => {
      await proxy.vanish();
      if (chance.odds(0.7)) for (const link of [...proxy.links]) void link.cut();
      await sleep(chance.between(0, 150));
      await proxy.listen();
    },
  },
  {
    name: "random bytes from nowhere",
    weight: 1,
    run: async ({ proxy, chance, weather }) => {
      weather.garbage = true;
      for (const link of proxy.links) if (chance.odds(0.3)) link.inject(chance.bytes(chance.between(1, 200)));
    },
  },
  {
    // All that follows would be swallowed as its payload.
    name: "a message that never ends",
    weight: 1,
    run: async ({ proxy, chance, weather }) => {
      weather.garbage = true;
      for (const link of proxy.links) {
        if (!chance.odds(0.3)) continue;
        const head = Buffer.alloc(HEADER);
        head.writeUInt32BE(chance.between(100_000, MAX_FRAME), 8);
        link.inject(Buffer.concat([head, chance.bytes(chance.between(0, 20))]));
      }
    },
  },
  {
    name: "flood of events",
    weight: 4,
    run: ({ target, chance }) => target.tick(chance.between(10, target.fragile ? 200 : 5000)),
  },
  {
    name: "own",
    weight: 6,
    when: ({ target }) => target.own.length > 0,
    run: async ({ target, chance, weather, ledger }) => {
      const fault = chance.pick(target.own);
      ledger.fault(fault.name);
      if (fault.garbage) weather.garbage = true;
      fault.set((from, to) => chance.between(from, to));
    },
  },
];

/** Sets faults at random moments until told to stop. */
export async function disturb(scene: Scene, until: () => boolean, pause: number): Promise<void> {
  const { chance, ledger } = scene;
  while (!until()) {
    await sleep(chance.between(0, pause));
    const fault = chance.weighted(FAULTS.filter(({ when }) => when === undefined || when(scene)));
    if (fault.name !== "own") ledger.fault(fault.name);
    await fault.run(scene);
  }
}

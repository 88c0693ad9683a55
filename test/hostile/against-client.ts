// The hostile server against clients: whatever it sends, calls settle with the library's own errors, and nothing breaks.
import { connect, type Vpp, VppError } from "../../src/index.ts";
import { nameOf, show } from "../chaos/actor.ts";
import type { Chance } from "../chaos/chance.ts";
import { type HostileOptions, HostileServer } from "./server.ts";
import type { Tally } from "./tally.ts";

/** The client's limit for one message here; with it goes the memory it may take. */
const MAX_FRAME = 1 << 24;
/** Milliseconds after which something that has not settled hangs. */
const HANG = 20_000;

/** Sends at least so many frames. */
export async function againstClient(frames: number, options: HostileOptions): Promise<void> {
  const { tally, chance } = options;
  await using server = await HostileServer.start(options);
  const callers = [...options.schema.services.keys()].filter((name) => !/^(mem|sock)clnt|shm/.test(name));
  while (tally.frames < frames && tally.faults.length === 0) {
    const own = chance.fork();
    await within(`a connection, seed ${own.seed}`, tally, session(server.socket, callers, own, options));
    tally.connections++;
    tally.measure();
  }
}

async function within(what: string, tally: Tally, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      tally.fault("nothing hangs", what);
      resolve();
    }, HANG);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

async function session(
  socket: string,
  callers: readonly string[],
  chance: Chance,
  { schema, tally }: HostileOptions,
): Promise<void> {
  // Reading definitions takes most of the time of a connection, so most have them already.
  const definitions = chance.odds(0.8) ? { definitions: schema } : {};
  const own = { socket, timeout: 40, reconnect: false, maxFrame: MAX_FRAME, unsafe: true, ...definitions };
  let vpp: Vpp;
  try {
    vpp = await connect(own);
  } catch (error) {
    told(error, tally, "connect");
    return;
  }
  vpp.onError((error) => told(error, tally, "report"));
  vpp.onMessage(() => {});
  const events = [...schema.services.values()].flatMap((service) => service.events);
  for (const event of events) if (chance.odds(0.5)) hear(vpp, event, tally);
  for (let i = chance.between(5, 60); i > 0 && vpp.state.kind === "connected"; i--) {
    await Promise.all(
      Array.from({ length: chance.between(1, 20) }, () => call(vpp, chance.pick(callers), tally)),
    );
  }
  const { state } = vpp;
  if (state.kind === "closed" && state.error === null)
    tally.fault("closed with a reason", `seed ${chance.seed}`);
  await vpp.close();
}

function hear(vpp: Vpp, event: string, tally: Tally): void {
  try {
    vpp.on(event, () => {}).ready.catch((error: unknown) => told(error, tally, "subscription"));
  } catch (error) {
    told(error, tally, "subscription");
  }
}

async function call(vpp: Vpp, name: string, tally: Tally): Promise<void> {
  tally.calls++;
  try {
    await Reflect.get(vpp.api, name)({}, { timeout: 40 });
    tally.outcome("answered");
  } catch (error) {
    told(error, tally, name);
  }
}

/** Every failure has to be one of the library's own. */
function told(error: unknown, tally: Tally, what: string): void {
  tally.outcome(
    nameOf(error)
      .replace(/ -?\d+$/, "")
      .replace(/^(VppApiError).*/, "$1"),
  );
  if (error instanceof VppError) return;
  tally.fault(
    "errors are the library's own",
    `${what}: ${show(error)}\n${error instanceof Error ? error.stack : ""}`,
  );
}

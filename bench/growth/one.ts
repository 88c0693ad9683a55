// One figure in a process of its own: `node one.js in-flight|listeners|types NUMBER` prints nanoseconds of CPU a call.

import { codecsOf } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import type { Schema } from "../../src/schema/index.ts";
import { EchoSession } from "../../test/support/echo-session.ts";

const [what, number, apiDir] = process.argv.slice(2) as ["in-flight" | "listeners" | "types", string, string];
const n = Number(number);
const CALLS = 1_000_000;
const SAMPLES = 7;

const schema: Schema = loadDefinitions(apiDir);
const events = [...schema.messages.keys()].filter((name) => name.endsWith("_event"));
const echo = new EchoSession(schema, what === "listeners" ? events.slice(0, n) : []);
const window = what === "in-flight" ? n : 1000;
if (what === "listeners") for (const name of events.slice(0, n)) echo.event(name);
if (what === "types") for (const name of plainRequests().slice(0, n)) await used(name);

/** Requests with their context where it usually is, which is what an EchoSession answers. */
function plainRequests(): string[] {
  const codecs = codecsOf(schema);
  return [...schema.services.keys()].filter((name) => {
    const exchange = codecs.exchange(name);
    if (exchange?.kind !== "request" || name.includes("_dump")) return false;
    return exchange.request.contextOffset === 6 && exchange.reply.contextOffset === 2;
  });
}

async function used(name: string): Promise<void> {
  const reply = echo.call(name);
  echo.answer();
  await reply.catch(() => {});
}

async function nanoseconds(): Promise<number> {
  const begin = process.cpuUsage();
  for (let done = 0; done < CALLS; done += window) {
    for (let i = 1; i < window; i++) void echo.call("control_ping");
    const last = echo.call("control_ping");
    echo.answer();
    await last;
  }
  const { user, system } = process.cpuUsage(begin);
  return ((user + system) * 1e3) / CALLS;
}

await nanoseconds();
const taken: number[] = [];
for (let i = 0; i < SAMPLES; i++) taken.push(await nanoseconds());
taken.sort((a, b) => a - b);
console.log(taken[taken.length >> 1]!.toFixed(1));

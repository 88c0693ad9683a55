// Messages sent without the library's books: what comes back is the program's own to match.
import type { Message } from "../../src/index.ts";
import type { Action } from "./action.ts";
import { short } from "./actions.ts";
import { type Actor, explained, nameOf, show } from "./actor.ts";
import type { RequestJob, Verdict } from "./job.ts";

/** Milliseconds for an answer, which may never come. */
const PATIENCE = 300;

function judge(job: RequestJob, { name, fields }: Message): Verdict {
  if (name !== `${job.message}_reply`) return `${name} answers ${job.message}`;
  if (fields === null) return null; // Another VPP's message.
  const retval = Number(fields.retval ?? 0);
  if (retval >= 0) return job.reply(fields);
  return job.refusal === undefined ? `retval ${retval}` : job.refusal(retval, fields);
}

/** Sends one and waits for what has its context, or until there is nothing to wait for. */
function exchange(actor: Actor, job: RequestJob): Promise<string> {
  const { vpp, ledger } = actor;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      offMessage();
      offState();
    };
    const finish = (outcome: string): void => {
      leave();
      resolve(outcome);
    };
    let sent = -1;
    const offMessage = vpp.onMessage((message) => {
      if (message.context !== sent) return;
      const verdict = judge(job, message);
      if (verdict !== null) ledger.breach("every call gets its own answer", `${actor.name} raw: ${verdict}`);
      finish("answered");
    });
    const offState = vpp.onState(() => finish("connection lost"));
    const timer = setTimeout(() => finish("no answer"), PATIENCE);
    try {
      sent = vpp.send(job.message, job.fields);
    } catch (error) {
      leave();
      reject(error);
    }
  });
}

export const RAW: Action = {
  name: "raw message",
  weight: 3,
  run: async (actor) => {
    const job = actor.work.request(actor.chance);
    const settle = actor.ledger.issue("raw message", `${actor.name} ${job.message} ${short(job.fields)}`);
    try {
      settle(await exchange(actor, job));
    } catch (error) {
      settle(nameOf(error));
      if (!explained(error, actor.weather)) {
        actor.ledger.breach("errors are the library's own", `${actor.name}: raw: ${show(error)}`);
      }
    }
  },
};

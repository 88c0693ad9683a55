import { errnoName, VppTimeoutError } from "../../errors/index.ts";
import { planReplay, type ReplayAnswer, type ReplayOptions, replay } from "../../trace/index.ts";
import { connectWith } from "../connection.ts";
import type { ConnectionArguments } from "../options.ts";
import { Output } from "../output.ts";
import { jsonText, oneLine } from "../text.ts";

export interface ReplayCommand extends ConnectionArguments {
  readonly file: string;
  /** How often as fast as recorded; without it as fast as the answers come. */
  readonly speed?: number;
  readonly window: number;
  readonly skipUnknown: boolean;
  readonly unsafe: boolean;
  /** A line for each answer, not only for those that differ. */
  readonly json: boolean;
}

/**
 * `vpp-ts replay`: sends the requests of a recording again, and says where VPP answers otherwise than then.
 *
 * @throws what `planReplay` throws, before anything is sent; VppConnectionError; VppTimeoutError for the first
 * request without an answer; an Error where answers differ.
 */
export async function replayFile(command: ReplayCommand): Promise<void> {
  const { file, speed = null, window, skipUnknown, unsafe } = command;
  await using vpp = await connectWith(command);
  const { schema } = vpp;
  const output = new Output();
  const tally = new Tally();
  const options: ReplayOptions = {
    ...{ file, schema, speed, window, skipUnknown, unsafe },
    table: vpp.messageTable,
    connect: () => connectWith(command, { definitions: schema, unsafe }),
    answered(answer) {
      tally.add(answer);
      if (!command.json && same(answer)) return;
      output.line(command.json ? jsonText(answerJson(answer)) : answerText(answer));
      output.soon();
    },
  };
  const { skipped } = await planReplay(options);
  try {
    await replay(options);
  } finally {
    if (!command.json) output.line(tally.text(skipped));
    await output.flush();
  }
  if (tally.late !== null) throw tally.late;
  if (tally.others > 0) throw new Error(`${tally.others} of ${tally.requests} requests went otherwise`);
}

/** Whether VPP answered as it did then; where that isn't known, whether it did what it was asked. */
function same({ retval, recorded, error }: ReplayAnswer): boolean {
  if (error !== null) return false;
  return recorded === null ? (retval ?? 0) >= 0 : retval === recorded;
}

class Tally {
  requests = 0;
  others = 0;
  late: VppTimeoutError | null = null;
  readonly #begin = performance.now();

  add(answer: ReplayAnswer): void {
    this.requests++;
    if (!same(answer)) this.others++;
    if (answer.error instanceof VppTimeoutError) this.late ??= answer.error;
  }

  text(skipped: number): string {
    const seconds = ((performance.now() - this.#begin) / 1000).toFixed(2);
    const left = skipped === 0 ? "" : `, ${skipped} left out`;
    return `${this.requests} requests in ${seconds} s, ${this.others} answered otherwise${left}`;
  }
}

function answerJson({ connection, message, retval, recorded, details, error }: ReplayAnswer): object {
  return {
    connection,
    message,
    retval,
    recorded,
    details,
    ...(error === null ? {} : { error: error.message }),
  };
}

function answerText({ connection, message, retval, recorded, error }: ReplayAnswer): string {
  const then = recorded === null ? "" : `, recorded ${statusText(recorded)}`;
  const now = error === null ? statusText(retval ?? 0) : oneLine(error.message);
  return `#${connection} ${message}: ${now}${then}`;
}

function statusText(retval: number): string {
  const name = retval < 0 ? errnoName(retval) : null;
  return name === null ? String(retval) : `${name} (${retval})`;
}

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  VppApiError,
  VppConnectionError,
  VppEncodeError,
  VppPipelineError,
  VppStateError,
} from "../../errors/index.ts";
import type { CallSink } from "../call.ts";
import { Pipeline } from "./pipeline.ts";
import type { Inputs, PipelineRules } from "./result.ts";

interface Input {
  readonly n: number;
  readonly bad?: boolean;
}

/** Calls that are answered when the test says so. */
class Calls {
  readonly name = "poke";
  readonly inFlight = new Map<number, CallSink>();
  sent = 0;
  mostInFlight = 0;
  down: Error | null = null;

  begin(): void {
    if (this.down !== null) throw this.down;
  }

  send(fields: object, sink: CallSink): number {
    if (this.down !== null) throw this.down;
    const { n, bad } = fields as Input;
    if (bad === true) throw new VppEncodeError("poke", "n", "is bad", n);
    this.sent++;
    this.inFlight.set(n, sink);
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight.size);
    return n;
  }

  giveUp(n: number, error: unknown): void {
    this.#out(n).fail(error);
  }

  answer(n: number): void {
    this.#out(n).end({ n });
  }

  refuse(n: number): void {
    this.#out(n).fail(new VppApiError("poke", -1, {}));
  }

  lose(error: Error): void {
    this.down = error;
    for (const n of [...this.inFlight.keys()]) this.giveUp(n, error);
  }

  #out(n: number): CallSink {
    const sink = this.inFlight.get(n);
    assert.ok(sink !== undefined, `call ${n} is not in flight`);
    this.inFlight.delete(n);
    return sink;
  }
}

function numbers(count: number): Input[] {
  return Array.from({ length: count }, (_, n) => ({ n }));
}

function pipeline(
  calls: Calls,
  inputs: Inputs<Input>,
  rules: PipelineRules = {},
): Pipeline<Input, { n: number }, number> {
  return new Pipeline(calls, inputs, rules);
}

/** Lets everything that is due run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* lazily(inputs: Iterable<Input>): AsyncGenerator<Input> {
  for (const input of inputs) {
    await turn();
    yield input;
  }
}

describe("awaiting a pipeline", () => {
  for (const [kind, wrap] of [
    ["an array", (inputs: Input[]) => inputs],
    ["an asynchronous generator", lazily],
  ] as const) {
    it(`sends a call for each input of ${kind}, never more than the window at once`, async () => {
      const calls = new Calls();
      const run = Promise.resolve(pipeline(calls, wrap(numbers(10)), { window: 3 }));
      let answered = 0;
      while (answered < 10) {
        await turn();
        for (const n of [...calls.inFlight.keys()]) {
          calls.answer(n);
          answered++;
        }
      }
      assert.deepEqual(await run, { calls: 10, failed: 0, failures: [] });
      assert.ok(calls.mostInFlight <= 3, `${calls.mostInFlight} at once`);
    });
  }

  it("is done at once without inputs", async () => {
    assert.deepEqual(await pipeline(new Calls(), []), { calls: 0, failed: 0, failures: [] });
    assert.deepEqual(await pipeline(new Calls(), lazily([])), { calls: 0, failed: 0, failures: [] });
  });

  it("sends nothing before it is awaited, and everything once", async () => {
    const calls = new Calls();
    const pokes = pipeline(calls, numbers(2));
    await turn();
    assert.equal(calls.sent, 0);
    const [first, second] = [pokes.then((s) => s), pokes.then((s) => s)];
    calls.answer(0);
    calls.answer(1);
    assert.equal(await first, await second);
    assert.equal(calls.sent, 2);
    assert.equal(pokes.calls, 2);
    assert.throws(() => pokes[Symbol.asyncIterator](), VppStateError);
  });

  it("fails with the first failing call, after those in flight have ended, and takes no more inputs", async () => {
    const calls = new Calls();
    let ended = false;
    function* inputs(): Generator<Input> {
      try {
        yield* numbers(100);
      } finally {
        ended = true;
      }
    }
    const run = Promise.resolve(pipeline(calls, inputs(), { window: 4 }));
    let settled = false;
    run
      .catch(() => {})
      .finally(() => {
        settled = true;
      });
    await turn();
    calls.refuse(2);
    assert.ok(ended);
    await turn();
    assert.ok(!settled, "three calls are in flight");
    for (const n of [0, 1, 3]) calls.answer(n);
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof VppPipelineError);
      assert.equal(error.index, 2);
      assert.deepEqual(error.input, { n: 2 });
      assert.ok(error.cause instanceof VppApiError);
      assert.match(error.message, /^call 2 of the pipeline: poke: /);
      return true;
    });
    assert.equal(calls.sent, 4);
  });

  it("collects failures where it is told to, those of inputs that can't be encoded too", async () => {
    const calls = new Calls();
    const inputs = [{ n: 0 }, { n: 1, bad: true }, { n: 2 }];
    const run = Promise.resolve(pipeline(calls, inputs, { errors: "collect" }));
    await turn();
    calls.refuse(2);
    calls.answer(0);
    const { calls: count, failed, failures } = await run;
    assert.deepEqual([count, failed], [3, 2]);
    assert.deepEqual(
      failures.map(({ index }) => index),
      [1, 2],
    );
    assert.ok(failures[0]?.error instanceof VppEncodeError);
    assert.ok(failures[1]?.error instanceof VppApiError);
  });

  it("keeps a thousand failures and counts the rest", async () => {
    const inputs = Array.from({ length: 2500 }, (_, n) => ({ n, bad: true }));
    const { calls, failed, failures } = await pipeline(new Calls(), inputs, { errors: "collect" });
    assert.deepEqual([calls, failed, failures.length], [2500, 2500, 1000]);
  });

  it("ends when calls can't be sent any more, even where failures are collected", async () => {
    const calls = new Calls();
    const lost = new VppConnectionError("lost", "VPP closed the connection");
    const run = Promise.resolve(pipeline(calls, numbers(100), { window: 4, errors: "collect" }));
    await turn();
    calls.lose(lost);
    await assert.rejects(run, lost);
    assert.equal(calls.sent, 4);
  });

  it("fails as its inputs do, once the calls in flight have ended", async () => {
    const broken = new Error("the file ends early");
    const sync = function* (): Generator<Input> {
      yield { n: 0 };
      throw broken;
    };
    for (const inputs of [sync(), lazily(sync())]) {
      const calls = new Calls();
      const run = Promise.resolve(pipeline(calls, inputs));
      run.catch(() => {});
      while (calls.sent === 0) await turn();
      await turn();
      calls.answer(0);
      await assert.rejects(run, broken);
    }
  });

  it("is given up with the signal's reason, and its calls with it", async () => {
    const calls = new Calls();
    const stop = new AbortController();
    const run = Promise.resolve(
      pipeline(calls, numbers(100), { window: 4, signal: stop.signal, errors: "collect" }),
    );
    await turn();
    stop.abort(new Error("enough"));
    assert.equal(calls.inFlight.size, 0);
    await assert.rejects(run, /^Error: enough$/);
    await assert.rejects(
      Promise.resolve(pipeline(calls, numbers(1), { signal: stop.signal })),
      /^Error: enough$/,
    );
    assert.equal(calls.sent, 4);
  });

  it("is given up also where a failure has ended it, and calls are still in flight", async () => {
    const calls = new Calls();
    const control = new AbortController();
    const { signal } = control;
    const run = Promise.resolve(pipeline(calls, numbers(9), { window: 3, signal }));
    await turn();
    calls.refuse(1);
    control.abort(new Error("enough"));
    assert.equal(calls.inFlight.size, 0);
    await assert.rejects(run, /^Error: enough$/);
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("sends no more where its inputs end it as they are taken, and tells them", async () => {
    for (const how of ["by the signal", "by the link"]) {
      const calls = new Calls();
      const control = new AbortController();
      let told = false;
      const inputs = function* (): Generator<Input> {
        try {
          for (let n = 0; ; n++) {
            if (n === 3 && how === "by the signal") control.abort(new Error("enough"));
            else if (n === 3) calls.lose(new Error("enough"));
            yield { n };
          }
        } finally {
          told = true;
        }
      };
      await assert.rejects(pipeline(calls, inputs(), { signal: control.signal }), /enough/);
      assert.equal(calls.sent, 3, how);
      assert.ok(told, how);
    }
  });

  it("doesn't wait for an input that may never come, once it has failed", async () => {
    const calls = new Calls();
    let returned = 0;
    const never: AsyncIterable<Input> = {
      [Symbol.asyncIterator]: () => {
        let n = 0;
        return {
          next: () => (n === 0 ? Promise.resolve({ value: { n: n++ }, done: false }) : new Promise(() => {})),
          return: () => {
            returned++;
            return Promise.resolve({ value: undefined, done: true });
          },
        };
      },
    };
    const run = Promise.resolve(pipeline(calls, never));
    await turn();
    calls.refuse(0);
    await assert.rejects(run, VppPipelineError);
    assert.equal(returned, 1);
  });

  it("refuses a window that is no number of calls, and inputs that are none", async () => {
    for (const window of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => pipeline(new Calls(), [], { window }), VppStateError);
    }
    await assert.rejects(Promise.resolve(pipeline(new Calls(), { length: 1 } as never)), VppStateError);
  });

  it("fails before its first call where there is no connection", async () => {
    const calls = new Calls();
    calls.down = new VppStateError("the client is closed");
    await assert.rejects(Promise.resolve(pipeline(calls, numbers(3))), calls.down);
  });
});

describe("reading a pipeline", () => {
  async function indices(
    calls: Calls,
    rules: PipelineRules,
    answers: readonly number[],
  ): Promise<{ seen: number[]; error: unknown }> {
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { index } of pipeline(calls, numbers(answers.length), rules)) seen.push(index);
    })().then(
      () => undefined,
      (error: unknown) => error,
    );
    for (const n of answers) {
      while (!calls.inFlight.has(Math.abs(n))) await turn();
      if (n < 0) calls.refuse(-n);
      else calls.answer(n);
    }
    return { seen, error: await reading };
  }

  it("gives the results in the order of the inputs", async () => {
    const { seen } = await indices(new Calls(), { window: 4 }, [2, 3, 0, 1]);
    assert.deepEqual(seen, [0, 1, 2, 3]);
  });

  it("or as they come", async () => {
    const { seen } = await indices(new Calls(), { window: 4, order: "arrival" }, [2, 3, 0, 1]);
    assert.deepEqual(seen, [2, 3, 0, 1]);
  });

  it("gives what comes before a failure, then fails", async () => {
    const { seen, error } = await indices(new Calls(), { window: 4 }, [-2, 3, 0, 1]);
    assert.deepEqual(seen, [0, 1]);
    assert.ok(error instanceof VppPipelineError);
    assert.equal(error.index, 2);
  });

  it("gives failures as results where they are collected", async () => {
    const { seen, error } = await indices(new Calls(), { window: 4, errors: "collect" }, [-2, 3, 0, 1]);
    assert.deepEqual(seen, [0, 1, 2, 3]);
    assert.equal(error, undefined);
  });

  it("takes no more inputs than fit the window while nobody reads", async () => {
    const calls = new Calls();
    const reader = pipeline(calls, numbers(100), { window: 5 })[Symbol.asyncIterator]();
    const first = reader.next();
    for (let n = 0; n < 5; n++) calls.answer(n);
    assert.equal((await first).value?.index, 0);
    for (let n = 5; n < calls.sent; n++) calls.answer(n);
    await turn();
    assert.equal(calls.sent, 6);
    assert.equal(calls.inFlight.size, 0);
    assert.equal((await reader.next()).value?.index, 1);
    assert.equal(calls.sent, 7);
  });

  it("throws the rest away when the loop is left", async () => {
    const calls = new Calls();
    let ended = false;
    const inputs = (function* () {
      try {
        yield* numbers(100);
      } finally {
        ended = true;
      }
    })();
    const pokes = pipeline(calls, inputs, { window: 3 });
    const loop = (async () => {
      for await (const { index } of pokes) if (index === 0) break;
    })();
    await turn();
    calls.answer(0);
    await loop;
    assert.ok(ended);
    const { sent } = calls;
    for (const n of [...calls.inFlight.keys()]) calls.answer(n);
    await turn();
    assert.equal(calls.sent, sent);
  });

  it("fails at once when the signal says so", async () => {
    const calls = new Calls();
    const stop = new AbortController();
    const reader = pipeline(calls, numbers(9), { signal: stop.signal, errors: "collect" })[
      Symbol.asyncIterator
    ]();
    const first = reader.next();
    calls.answer(0);
    await first;
    stop.abort(new Error("enough"));
    await assert.rejects(reader.next(), /^Error: enough$/);
    assert.deepEqual(await reader.next(), { value: undefined, done: true });
  });

  it("gives each input's own result, whatever the order of answers, window and kind of inputs", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.nat(1000)),
        async (count, window, lazy, byArrival, choices) => {
          const calls = new Calls();
          const inputs = numbers(count);
          const seen: number[] = [];
          const answered: number[] = [];
          let over = false;
          const reading = (async () => {
            const rules = { window, order: byArrival ? "arrival" : "input" } as const;
            for await (const { index, input, reply } of pipeline(
              calls,
              lazy ? lazily(inputs) : inputs,
              rules,
            )) {
              assert.equal(input, inputs[index]);
              assert.equal(reply?.n, index);
              seen.push(index);
            }
            over = true;
          })();
          while (!over) {
            await turn();
            const open = [...calls.inFlight.keys()];
            const n = open[(choices.next().value ?? 0) % Math.max(open.length, 1)];
            if (n !== undefined) {
              calls.answer(n);
              answered.push(n);
            }
          }
          await reading;
          assert.deepEqual(seen, byArrival ? answered : inputs.map(({ n }) => n));
          assert.ok(calls.mostInFlight <= window);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });
});

import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { describe, it } from "node:test";
import {
  connect,
  type ErrorDiagnostics,
  type ReplyDiagnostics,
  type RequestDiagnostics,
  type StateDiagnostics,
  VppApiError,
  VppConnectionError,
  VppEncodeError,
  VppTimeoutError,
} from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

const definitions = schema;

function answer({ name, context, fields, peer }: Request): void {
  if (name === "echo") {
    peer.send("echo_reply", { retval: Number(fields.value) > 1000 ? -2 : 0, value: fields.value }, context);
  }
  if (name === "want_beat_events") peer.send("want_beat_events_reply", { retval: 0 }, context);
  if (name === "thing_dump") peer.send("thing_details", { value: 1 }, context);
  if (name === "page_get") {
    const cursor = Number(fields.cursor);
    peer.send("page_get_reply", { retval: cursor === 0 ? -165 : 0, cursor: cursor + 1 }, context);
  }
}

/** Everything that is published while `run` runs, as `[channel, message]`. */
async function published(run: () => Promise<unknown>): Promise<
  {
    request: RequestDiagnostics[];
    reply: ReplyDiagnostics[];
    error: ErrorDiagnostics[];
    state: StateDiagnostics[];
  } & { order: string[] }
> {
  const seen = {
    request: [] as RequestDiagnostics[],
    reply: [] as ReplyDiagnostics[],
    error: [] as ErrorDiagnostics[],
    state: [] as StateDiagnostics[],
    order: [] as string[],
  };
  const offs = (["request", "reply", "error", "state"] as const).map((kind) => {
    const listener = (message: unknown): void => {
      (seen[kind] as unknown[]).push(message);
      seen.order.push(kind);
    };
    diagnostics.subscribe(`vpp-ts:${kind}`, listener);
    return () => diagnostics.unsubscribe(`vpp-ts:${kind}`, listener);
  });
  try {
    await run();
  } finally {
    for (const off of offs) off();
  }
  return seen;
}

/** A logger that keeps what it is told, without the socket's changing name. */
function keeper(socket: string) {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (text: string): void => {
      lines.push(`${level} ${text.replaceAll(socket, "SOCKET")}`);
    };
  return {
    lines,
    logger: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
  };
}

describe("diagnostics channels", () => {
  it("carry each request and its reply, with its context and its client", async () => {
    await using fake = await FakeVpp.start({ answer });
    const seen = await published(async () => {
      await using vpp = await connect({ socket: fake.path, definitions, name: "me" });
      await vpp.call("echo", { value: 5 });
      await vpp.dump("thing_dump", { count: 1 }).toArray();
    });
    assert.deepEqual(seen.order, ["state", "request", "reply", "request", "reply", "state"]);
    const client = { name: "me", socket: fake.path };
    const [echo, dump] = seen.request;
    assert.ok(echo && dump);
    assert.deepEqual(echo, { client, name: "echo", context: echo.context, fields: { value: 5 } });
    assert.deepEqual(
      seen.reply.map(({ duration: _, ...rest }) => rest),
      [
        { client, name: "echo", context: echo.context, retval: 0, fields: { retval: 0, value: 5 } },
        { client, name: "thing_dump", context: dump.context, retval: 0, fields: { retval: 0, vpe_pid: 1 } },
      ],
    );
    for (const { duration } of seen.reply) assert.ok(duration >= 0);
    assert.deepEqual(
      seen.state.map(({ state }) => state.kind),
      ["connected", "closed"],
    );
    assert.equal(new Set([...seen.request, ...seen.reply, ...seen.state].map((m) => m.client)).size, 1);
  });

  it("carry each turn of a get that goes on, and raw messages", async () => {
    await using fake = await FakeVpp.start({ answer });
    const seen = await published(async () => {
      await using vpp = await connect({ socket: fake.path, definitions });
      await vpp.dump("page_get").toArray();
      vpp.send("tell", { value: 3 });
    });
    assert.deepEqual(
      seen.request.map(({ name }) => name),
      ["page_get", "page_get", "tell"],
    );
    assert.deepEqual(
      seen.reply.map(({ context, retval }) => [context, retval]),
      [
        [seen.request[0]?.context, -165],
        [seen.request[1]?.context, 0],
      ],
    );
  });

  it("carry each failure once, whatever it is", async () => {
    await using fake = await FakeVpp.start({ answer });
    const seen = await published(async () => {
      const vpp = await connect({ socket: fake.path, definitions, reconnect: false });
      await assert.rejects(vpp.call("echo", { value: 2000 }));
      await assert.rejects(vpp.call("echo", { value: "x" }));
      await assert.rejects(vpp.dump("nothing_dump").toArray());
      await assert.rejects(vpp.call("swapped", {}, { timeout: 10 }));
      const control = new AbortController();
      const given = assert.rejects(vpp.call("swapped", {}, { signal: control.signal }), /enough/);
      control.abort(new Error("enough"));
      await given;
      vpp.onError(() => {});
      vpp.onState(() => {
        throw new Error("listener");
      });
      const last = assert.rejects(vpp.call("swapped"));
      await vpp.close();
      await last;
    });
    assert.deepEqual(
      seen.error.map(({ name, context, error }) => [
        name,
        context === null,
        (error as Error).constructor.name,
      ]),
      [
        ["echo", false, VppApiError.name],
        ["echo", true, VppEncodeError.name],
        ["nothing_dump", true, "VppStateError"],
        ["swapped", false, VppTimeoutError.name],
        ["swapped", false, "Error"],
        ["swapped", false, VppConnectionError.name],
        [null, true, "Error"],
      ],
    );
  });

  it("carry nothing when nobody listens, and a subscriber may come and go", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    await vpp.call("echo", { value: 1 });
    const seen = await published(() => vpp.call("echo", { value: 2 }));
    await vpp.call("echo", { value: 3 });
    assert.deepEqual(
      seen.request.map(({ fields }) => fields.value),
      [2],
    );
    assert.equal(seen.reply.length, 1);
  });
});

describe("a logger", () => {
  it("hears of the connection and of what fails", async () => {
    await using fake = await FakeVpp.start({ answer });
    const { lines, logger } = keeper(fake.path);
    const vpp = await connect({
      socket: fake.path,
      definitions,
      logger,
      reconnect: { min: 1, max: 1, retries: 1 },
    });
    await assert.rejects(vpp.call("echo", { value: 2000 }));
    await vpp.on("beat_event", () => {}).ready; // keeps the process
    const closed = new Promise<void>((resolve) => {
      vpp.onState(({ kind }) => kind === "closed" && resolve());
    });
    await fake.drop();
    await closed;
    const where = "vpp-ts SOCKET:";
    assert.deepEqual(lines, [
      `info ${where} connected`,
      `debug ${where} echo: INVALID_SW_IF_INDEX (-2)`,
      `warn ${where} try 1 in 1 ms: VPP closed the connection`,
      `error ${where} closed: cannot connect to SOCKET: connect ENOENT SOCKET (a VPP that runs makes it where its startup configuration has \`socksvr { default }\`)`,
    ]);
  });

  it("is quiet when all is well, and console is one", async () => {
    await using fake = await FakeVpp.start({ answer });
    const { lines, logger } = keeper(fake.path);
    {
      await using vpp = await connect({ socket: fake.path, definitions, logger });
      for (let i = 0; i < 10; i++) await vpp.call("echo", { value: i });
    }
    assert.deepEqual(lines, ["info vpp-ts SOCKET: connected", "info vpp-ts SOCKET: closed"]);
    const options: Parameters<typeof connect>[0] = { logger: console };
    assert.ok(options);
  });

  it("that throws loses no reply", async () => {
    await using fake = await FakeVpp.start({ answer });
    const bad = (): void => {
      throw new Error("bad logger");
    };
    const uncaught: unknown[] = [];
    const before = process.rawListeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => uncaught.push(error));
    try {
      const logger = { debug: bad, info: bad, warn: bad, error: bad };
      await using vpp = await connect({ socket: fake.path, definitions, logger });
      await assert.rejects(vpp.call("echo", { value: 2000 }), VppApiError);
      assert.equal((await vpp.call("echo", { value: 7 })).value, 7);
      await vpp.close();
      assert.deepEqual(uncaught.map(String), Array(3).fill("Error: bad logger"));
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const listener of before) process.on("uncaughtException", listener as (error: Error) => void);
    }
  });
});

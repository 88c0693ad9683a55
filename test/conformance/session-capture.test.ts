// A session with a real VPP, replayed: our requests must be the bytes that its client sent, and its replies ours.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codecsOf, type Fields } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import {
  CallCounters,
  FrameReader,
  HEADER,
  type Hello,
  readHello,
  Session,
  Stream,
  unobserved,
} from "../../src/protocol/index.ts";
import { readCapture, sharedPath, skipWithoutShared } from "../support/shared.ts";

interface Step {
  from: "client" | "vpp";
  frame: Buffer;
}

/** The frames of both sides, in the order of the capture. */
function steps(): Step[] {
  const readers = { client: new FrameReader(1 << 24), vpp: new FrameReader(1 << 24) };
  const found: Step[] = [];
  for (const chunk of readCapture()) {
    if ("close" in chunk) continue;
    const { from } = chunk;
    readers[from].read(Buffer.from(chunk.hex, "hex"), {
      ended: false,
      frame: ({ bytes, start, end }) =>
        found.push({ from, frame: Buffer.from(bytes.subarray(start - HEADER, end)) }),
    });
  }
  return found;
}

async function replay(cut: number): Promise<{ replies: [string, unknown][]; events: string[] }> {
  const codecs = codecsOf(loadDefinitions(sharedPath("vpp-26.06-api")));
  const all = steps();
  const source = {
    message: codecs.message.bind(codecs),
    exchange: codecs.exchange.bind(codecs),
    callers: () => [],
  };
  let session: Session | null = null;
  const names = new Map<number, string>();
  const contexts = new Map<number, number>();
  const ids = new Map<string, number>();
  const replies: [string, Promise<unknown>][] = [];
  const events: string[] = [];
  const counters = new CallCounters();
  const host = {
    now: () => 0,
    outputPending() {},
    outputFull() {},
    deadline() {},
    busy() {},
    asking: false,
    left() {},
    client: {
      topic: (name: string) => ({ active: true, descriptor: null, deliver: () => events.push(name) }),
      counter: (name: string) => counters.of(name),
      observer: unobserved,
      wantsStray: false,
      stray() {},
      report(error: unknown) {
        throw error;
      },
    },
  };
  const reader = new FrameReader(1 << 24);
  let skipPing = -1;
  for (const { from, frame } of all) {
    const id = frame.readUInt16BE(HEADER);
    if (session === null) {
      if (from === "client") continue;
      new FrameReader(1 << 24).read(frame, {
        ended: false,
        frame: (bytes) => {
          const hello: Hello = readHello(bytes);
          for (const [name, entry] of hello.table) {
            names.set(entry.id, name);
            ids.set(name, entry.id);
          }
          const limits = {
            maxBuffered: 1 << 20,
            maxInFlight: 100,
            maxQueued: 1 << 20,
            maxRequest: 1 << 20,
            timeout: 1000,
            unsafe: true,
          };
          session = new Session(hello, source, limits, host);
        },
      });
      continue;
    }
    const open: Session = session;
    const name = names.get(id) ?? "?";
    const message = codecs.message(name);
    assert.ok(message, `message ${id}`);
    if (from === "vpp") {
      const patched = Buffer.from(frame);
      if (message.contextOffset !== null && frame.readUInt32BE(HEADER + message.contextOffset) !== 0) {
        const at = HEADER + message.contextOffset;
        patched.writeUInt32BE(contexts.get(patched.readUInt32BE(at)) ?? 0, at);
      }
      open.arrived();
      const sink = { ended: false, frame: open.frame.bind(open) };
      for (let at = 0; at < patched.length; at += cut) reader.read(patched.subarray(at, at + cut), sink);
      continue;
    }
    const context = frame.readUInt32BE(HEADER + (message.contextOffset ?? 0));
    if (name === "control_ping" && context === skipPing) continue;
    let fields: Fields = {};
    new FrameReader(1 << 24).read(frame, {
      ended: false,
      frame: (bytes) => {
        fields = message.decode(bytes);
      },
    });
    const { kind } = open.bind(name);
    if (kind === "dump" || kind === "get") {
      const stream = new Stream({
        name,
        start: (sink) => {
          open.stream(name, fields, {}, sink);
        },
        pressure() {},
      });
      replies.push([name, stream.toArray().then((array) => [...array])]);
      if (kind === "dump") skipPing = context;
    } else {
      replies.push([name, open.request(name, fields, {}).catch(String)]);
    }
    const sent = open.outbox.take();
    const ours = sent.readUInt32BE(HEADER + (message.contextOffset ?? 0));
    contexts.set(context, ours);
    const expected = Buffer.from(frame);
    expected.writeUInt32BE(ours, HEADER + (message.contextOffset ?? 0));
    assert.equal(sent.toString("hex", 0, frame.length), expected.toString("hex"), name);
  }
  const settled = replies.map(async ([name, reply]): Promise<[string, unknown]> => [name, await reply]);
  return { replies: await Promise.all(settled), events };
}

describe("a recorded session", { skip: skipWithoutShared }, () => {
  it("replays whole and byte by byte alike", async () => {
    const whole = await replay(Number.MAX_SAFE_INTEGER);
    const bytes = await replay(1);
    assert.deepEqual(bytes, whole);
    const names = whole.replies.map(([name]) => name);
    assert.equal(names.filter((name) => name === "create_loopback").length, 3);
    assert.deepEqual(whole.events, ["sw_interface_event"]);
    assert.deepEqual(whole.replies.at(-1), ["sockclnt_delete", { response: 1 }]);
    const refused = whole.replies.filter(([, reply]) => typeof reply === "string");
    assert.deepEqual(
      refused.map(([name, text]) => [name, /INVALID_SW_IF_INDEX/.test(String(text))]),
      [["sw_interface_set_flags", true]],
    );
    const interfaces = whole.replies.find(([name]) => name === "sw_interface_dump")?.[1];
    assert.ok(Array.isArray(interfaces) && interfaces.length === 4);
  });
});

// One micro case in a process of its own: `node one.js ours|hand encode|decode MESSAGE API_DIR` prints nanoseconds.
import assert from "node:assert/strict";
import { codecsOf, Source, Writer } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { SAMPLES } from "./messages.ts";

const [who, direction, name, apiDir] = process.argv.slice(2) as [string, string, string, string];
const [ID, CLIENT, CONTEXT] = [1234, 5, 6];
/** Messages lie behind each other, as in a chunk or in a writer: one place only would be too good to be true. */
const MESSAGES = 64;
const SAMPLE_MS = 25;
const SAMPLES_TAKEN = 11;

const { fields, hand } = SAMPLES[name]!;
const message = codecsOf(loadDefinitions(apiDir)).message(name)!;

function ourBytes(): Buffer {
  const w = new Writer(4096);
  message.encode(w, fields, ID, CLIENT, CONTEXT);
  return Buffer.from(w.take());
}

/** Both write the same bytes and read the same values; else there is nothing to compare. */
function check(bytes: Buffer): void {
  const own = Buffer.alloc(4096);
  const size = hand.encode(
    { bytes: own, view: new DataView(own.buffer) },
    fields as never,
    ID,
    CLIENT,
    CONTEXT,
  );
  assert.deepEqual(own.subarray(0, size), bytes);
  assert.deepEqual(hand.decode(new Source(bytes)), message.decode(new Source(bytes)));
}

type Body = () => unknown;

function ourEncode(): Body {
  const w = new Writer(1 << 18);
  let n = 0;
  return () => {
    message.encode(w, fields, ID, CLIENT, CONTEXT);
    if (++n < MESSAGES) return;
    n = 0;
    // What a link does with a buffer that the socket has taken.
    w.bytes.fill(0, 0, w.pos);
    w.pos = 0;
  };
}

/** By hand, unused parts are zeroed field by field, and the buffer is used again as it is. */
function handEncode(): Body {
  const slots = Array.from({ length: MESSAGES }, () => {
    const bytes = Buffer.alloc(4096);
    return { bytes, view: new DataView(bytes.buffer) };
  });
  let n = 0;
  return () => hand.encode(slots[n++ % MESSAGES]!, fields as never, ID, CLIENT, CONTEXT);
}

function reading(bytes: Buffer, decode: (source: Source) => unknown): Body {
  const chunk = Buffer.concat(Array.from({ length: MESSAGES }, () => bytes));
  const source = new Source(chunk);
  let n = 0;
  return () => {
    source.start = (n++ % MESSAGES) * bytes.length;
    source.end = source.start + bytes.length;
    return decode(source);
  };
}

function bodyOf(bytes: Buffer): Body {
  if (direction === "encode") return who === "ours" ? ourEncode() : handEncode();
  return reading(bytes, who === "ours" ? (s) => message.decode(s) : (s) => hand.decode(s));
}

/** What is thrown away is no work for the optimiser to leave out. */
const kept: unknown[] = new Array(16);

/** Nanoseconds of CPU, the collector's threads included: other processes don't count. */
function run(body: Body, times: number): number {
  const begin = process.cpuUsage();
  for (let i = 0; i < times; i++) kept[i & 15] = body();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) * 1e3;
}

function measure(body: Body): number {
  let times = 1000;
  // Grows with what it takes, and is warm by then.
  for (let spent = 0; spent < SAMPLE_MS * 1e6; times = Math.ceil(times * 1.5)) spent = run(body, times);
  const taken: number[] = [];
  for (let i = 0; i < SAMPLES_TAKEN; i++) taken.push(run(body, times) / times);
  taken.sort((a, b) => a - b);
  return taken[taken.length >> 1]!;
}

const bytes = ourBytes();
// In the process that measures ours, nothing by hand has run, and the other way round.
if (who === "check") {
  check(bytes);
  console.log(bytes.length);
} else {
  console.log(measure(bodyOf(bytes)).toFixed(2));
}

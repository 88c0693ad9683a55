// Lies about messages: a whole, right frame goes in, and what no VPP (or client) would send comes out.
import { HEADER } from "../../src/protocol/index.ts";
import type { Chance } from "../chaos/chance.ts";
import type { Spot } from "./spots.ts";

const LENGTH_AT = 8;
/** Invalid UTF-8: a lone continuation, an overlong NUL, a surrogate, a byte that never occurs, a cut sequence. */
const NOT_UTF8: readonly (readonly number[])[] = [
  [0x80],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xff],
  [0xf0, 0x9f],
];
const EDGES: readonly number[] = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
];

function put(frame: Buffer, { at, size }: Spot, value: number): void {
  const from = HEADER + at;
  if (from + size > frame.length) return;
  for (let i = 0; i < size; i++) frame[from + i] = size - i > 4 ? 0 : (value >>> (8 * (size - 1 - i))) & 255;
}

function setLength(frame: Buffer, length: number): Buffer {
  frame.writeUInt32BE(length >>> 0, LENGTH_AT);
  return frame;
}

interface Mutation {
  readonly name: string;
  readonly weight: number;
  /** True where the bytes after the frame are no longer read as frames. */
  readonly breaks: boolean;
  run(frame: Buffer, spots: readonly Spot[], chance: Chance): Buffer;
}

/** At one of the places with this role, where there is one. */
function at(...roles: readonly Spot["role"][]): (spots: readonly Spot[], chance: Chance) => Spot | null {
  return (spots, chance) => {
    const fitting = spots.filter(({ role }) => roles.includes(role));
    return fitting.length === 0 ? null : chance.pick(fitting);
  };
}

function number(name: string, weight: number, ...roles: readonly Spot["role"][]): Mutation {
  const find = at(...roles);
  return {
    name,
    weight,
    breaks: false,
    run: (frame, spots, chance) => {
      const spot = find(spots, chance);
      if (spot !== null)
        put(frame, spot, chance.odds(0.7) ? chance.pick(EDGES) : chance.between(0, 2 ** 32 - 1));
      return frame;
    },
  };
}

const findText = at("text", "length");

export const MUTATIONS: readonly Mutation[] = [
  number("message id", 6, "id"),
  number("context", 3, "context"),
  number("client index", 2, "index"),
  number("count", 14, "count"),
  number("length of a string", 10, "length"),
  number("enum", 4, "enum"),
  number("number", 4, "number"),
  {
    name: "string without NUL",
    weight: 6,
    breaks: false,
    run: (frame, spots, chance) => {
      const spot = findText(spots, chance);
      if (spot === null) return frame;
      const [from, to] = [HEADER + spot.at, HEADER + spot.at + spot.size].map((end) =>
        Math.min(end, frame.length),
      );
      return frame.fill(0x41 + chance.between(0, 25), from, to);
    },
  },
  {
    name: "invalid UTF-8",
    weight: 6,
    breaks: false,
    run: (frame, spots, chance) => {
      const spot = findText(spots, chance);
      if (spot === null) return frame;
      const from = HEADER + spot.at + chance.between(0, Math.max(0, spot.size - 3));
      chance.pick(NOT_UTF8).forEach((byte, i) => {
        if (from + i < frame.length) frame[from + i] = byte;
      });
      return frame;
    },
  },
  {
    name: "random bytes",
    weight: 8,
    breaks: false,
    run: (frame, _spots, chance) => {
      for (let i = chance.between(1, 8); i > 0 && frame.length > HEADER; i--) {
        frame[chance.between(HEADER, frame.length - 1)] = chance.between(0, 255);
      }
      return frame;
    },
  },
  {
    name: "truncated",
    weight: 12,
    breaks: false,
    run: (frame, _spots, chance) => {
      const payload = chance.between(2, Math.max(2, frame.length - HEADER));
      return setLength(
        Buffer.from(frame.subarray(0, HEADER + payload)),
        Math.min(payload, frame.length - HEADER),
      );
    },
  },
  {
    name: "more bytes than belong to it",
    weight: 5,
    breaks: false,
    run: (frame, _spots, chance) => {
      const all = Buffer.concat([frame, chance.bytes(chance.between(1, 300))]);
      return setLength(all, all.length - HEADER);
    },
  },
  {
    name: "header's pointer and mark",
    weight: 2,
    breaks: false,
    run: (frame, _spots, chance) => {
      chance.bytes(8).copy(frame, 0);
      chance.bytes(4).copy(frame, 12);
      return frame;
    },
  },
  {
    name: "header's length",
    weight: 0.1,
    breaks: true,
    run: (frame, _spots, chance) =>
      setLength(frame, chance.odds(0.6) ? chance.pick(EDGES) : chance.between(0, 5000)),
  },
];

/** A frame with one to three lies in it. */
export function mutate(
  frame: Buffer,
  spots: readonly Spot[],
  chance: Chance,
  told: (mutation: string) => void,
): Buffer {
  let out = Buffer.from(frame);
  for (let i = chance.pick([1, 1, 1, 2, 3]); i > 0; i--) {
    const mutation = chance.weighted(MUTATIONS);
    told(mutation.name);
    out = Buffer.from(mutation.run(out, spots, chance));
    if (mutation.breaks) break;
  }
  return out;
}

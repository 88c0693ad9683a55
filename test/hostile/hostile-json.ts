// Answers to get_api_json that no VPP gives.
import type { Chance } from "../chaos/chance.ts";

const NAMES: readonly string[] = [
  "__proto__",
  "constructor",
  "a b",
  "x;y",
  "",
  "\u0000",
  "vl_api_",
  "ünïcode",
  "toString",
  "then",
];

/** JSON that is deep, long, of the wrong types, recursive, or no JSON at all; `right` is what should be said. */
export function hostileJson(right: string, chance: Chance): string {
  const lies: readonly (() => string)[] = [
    () => right.slice(0, chance.between(0, right.length)),
    () => "[".repeat(chance.between(1, 200_000)),
    () => `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    () => `[{"messages":[["m",${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}]]}]`,
    () =>
      chance.pick(["", "null", "1", '"text"', "{}", "[]", "[null]", "[[]]", "[{}]", "\ufeff[]", "\u0000"]),
    () => right.replaceAll(/"(u32|u8|string)"/g, () => `"${chance.pick(["u128", "nosuch", ...NAMES])}"`),
    () => replaceSome(right, /"[a-z_0-9]+"/g, () => JSON.stringify(chance.pick(NAMES)), chance),
    () =>
      replaceSome(
        right,
        /\d+/g,
        () => chance.pick(["-1", "1e999", "4294967296", "0.5", "null", "[]"]),
        chance,
      ),
    () => replaceSome(right, /0x[0-9a-f]+/g, () => chance.pick(["0x", "xyz", "0x123456789"]), chance),
    () =>
      JSON.stringify([{ types: [["t", ["vl_api_t_t", "self"]]], messages: [["m", ["vl_api_t_t", "x"]]] }]),
    () =>
      JSON.stringify([
        { types: [["t", ["u8", "x", 4_000_000_000]]], messages: [["m", ["vl_api_t_t", "x", 4_000_000_000]]] },
      ]),
    () => JSON.stringify([{ messages: Array.from({ length: 50_000 }, (_, i) => [`m${i}`, ["u8", "x"]]) }]),
    () => JSON.stringify([{ types: ladder(60), messages: [["m", ["vl_api_t60_t", "x"]]] }]),
  ];
  return chance.pick(lies)();
}

/** Each type twice the one before: 2^60 bytes. */
function ladder(steps: number): unknown[] {
  const types: unknown[] = [["t0", ["u8", "x"]]];
  for (let i = 1; i <= steps; i++)
    types.push([`t${i}`, [`vl_api_t${i - 1}_t`, "a"], [`vl_api_t${i - 1}_t`, "b"]]);
  return types;
}

function replaceSome(text: string, what: RegExp, by: () => string, chance: Chance): string {
  const often = chance.pick([0.001, 0.05, 0.5]);
  return text.replaceAll(what, (found) => (chance.odds(often) ? by() : found));
}

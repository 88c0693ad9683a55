import assert from "node:assert/strict";
import { isIPv6 } from "node:net";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatIp6, parseIp6 } from "./ip6.ts";

function parse(text: string): Uint8Array | null {
  const out = new Uint8Array(18).fill(0xee);
  if (!parseIp6(text, 0, text.length, out, 1)) return null;
  assert.equal(out[0], 0xee);
  assert.equal(out[17], 0xee);
  return out.slice(1, 17);
}

function canonical(text: string): string | null {
  const bytes = parse(text);
  return bytes === null ? null : formatIp6(bytes, 0);
}

/** RFC 5952 done the slow way: of all ways to shorten one run of zeros, the one that hides most, leftmost. */
function naiveFormat(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  let best = { length: 1, text: groups.join(":") };
  for (let from = 0; from < 8; from++) {
    for (let to = from + 1; to <= 8; to++) {
      if (groups.slice(from, to).some((g) => g !== "0") || to - from <= best.length) continue;
      best = { length: to - from, text: `${groups.slice(0, from).join(":")}::${groups.slice(to).join(":")}` };
    }
  }
  return best.text;
}

/** Splits at `::` and counts; null where that doesn't make eight groups. */
function naiveParse(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(naiveGroup)));
  const count = groups.flat().length;
  if (groups.flat().includes(-1) || (halves.length === 2 ? count > 7 : count !== 8)) return null;
  const all = [...groups[0]!, ...new Array<number>(8 - count).fill(0), ...(groups[1] ?? [])];
  return Uint8Array.from(all.flatMap((g) => [g >> 8, g & 255]));
}

function naiveGroup(text: string): number[] {
  return /^[0-9a-fA-F]{1,4}$/.test(text) ? [Number.parseInt(text, 16)] : [-1];
}

/** Addresses with many zero groups, since those are the ones with something to decide. */
const addresses = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(0xffff), fc.nat(15)), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Uint8Array.from(groups.flatMap((g) => [g >> 8, g & 255])));

describe("IPv6 text", () => {
  const table: [string, string][] = [
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0db8:0000:0001:0000:0000:0000:0001", "2001:db8:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["1:0:0:2:3:0:0:0", "1:0:0:2:3::"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"],
    ["::1.2.3.4", "::102:304"],
    ["fe80::", "fe80::"],
    ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ];
  for (const [text, expected] of table)
    it(`${text} is ${expected}`, () => assert.equal(canonical(text), expected));

  const wrong = [
    [
      "",
      ":",
      ":::",
      "1",
      "1:",
      ":1",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:",
      "1:2:3:4:5:6:7:8:",
      ":1:2:3:4:5:6:7",
    ],
    [
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7:8::",
      "::1:2:3:4:5:6:7:8",
      "1:2:3:4::5:6:7:8",
      "1::2::3",
      "1:::2",
      ":::1",
    ],
    ["12345::", "::00001", "::g", "fe80::1%eth0", "fe80::1%", " ::1", "::1 ", "::1/64", "[::1]", "::1\0"],
    [
      "1.2.3.4",
      "::1.2.3",
      "::1.2.3.4.5",
      "::1.2.3.256",
      "::1.2.3.04",
      "::1.2.3.4:5",
      "1:2:3:4:5:6:7:1.2.3.4",
    ],
    ["::.1.2.3", "::1.2.3.4/32", "1:2:3:4:5:1.2.3.4", "::a.2.3.4", "::1.2.3.4::"],
  ];
  for (const group of wrong) {
    for (const text of group) it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parse(text), null));
  }

  it("reads only the range it is given", () => {
    const out = new Uint8Array(16);
    assert.equal(parseIp6("[2001:db8::1]", 1, 12, out, 0), true);
    assert.equal(formatIp6(out, 0), "2001:db8::1");
    assert.equal(parseIp6("1::1.2.3.45", 0, 10, out, 0), true);
    assert.equal(formatIp6(out, 0), "1::102:304");
  });

  it("formats like a plain implementation, and reads it back", () => {
    fc.assert(
      fc.property(addresses, (bytes) => {
        const text = formatIp6(bytes, 0);
        assert.equal(text, naiveFormat(bytes));
        assert.equal(isIPv6(text), true);
        assert.deepEqual(parse(text), bytes);
      }),
      { seed: 6, numRuns: 3000 },
    );
  });

  it("accepts and reads what a plain implementation and node:net do", () => {
    const piece = fc.constantFrom("", "", "0", "1", "ab", "FFFF", "00010", "g", "1234");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 10 }), (parts) => {
        const text = parts.join(":");
        assert.deepEqual(parse(text), naiveParse(text), text);
        assert.equal(parse(text) !== null, isIPv6(text), text);
      }),
      { seed: 6, numRuns: 5000 },
    );
  });
});

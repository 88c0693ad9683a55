import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatMac, parseMac } from "./mac.ts";

function parse(text: string): string | null {
  const out = new Uint8Array(8).fill(0xee);
  if (!parseMac(text, out, 1)) return null;
  assert.equal(out[0], 0xee);
  assert.equal(out[7], 0xee);
  return formatMac(out, 1);
}

describe("MAC text", () => {
  const same = ["02:fe:00:AB:0c:01", "02-FE-00-ab-0C-01", "02fe.00AB.0c01", "02FE00ab0C01"];
  for (const text of same) it(`reads ${text}`, () => assert.equal(parse(text), "02:fe:00:ab:0c:01"));

  const wrong = [
    ["", "02", "02:fe:00:ab:0c", "02:fe:00:ab:0c:01:02", "02:fe:00:ab:0c:0", "2:fe:0:ab:c:1"],
    ["02:fe-00:ab-0c:01", "02-fe:00:00:00:00", "02 fe 00 ab 0c 01", "02.fe.00.ab.0c.01", "02fe:00ab:0c01"],
    [
      "02fe-00ab-0c01",
      "02:fe:00:ab:0c:0g",
      "g2:fe:00:ab:0c:01",
      "02fe00ab0c0g",
      "0x02fe00ab0c",
      "+2fe00ab0c01",
    ],
  ];
  for (const group of wrong) {
    for (const text of group) it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parse(text), null));
  }

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        const text = formatMac(bytes, 0);
        assert.equal(text, [...bytes].map((b) => b.toString(16).padStart(2, "0")).join(":"));
        assert.equal(parse(text), text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

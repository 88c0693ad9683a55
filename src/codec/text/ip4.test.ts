import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatIp4, parseIp4 } from "./ip4.ts";

function parse(text: string): string | null {
  const out = new Uint8Array(6).fill(0xee);
  if (!parseIp4(text, 0, text.length, out, 1)) return null;
  assert.equal(out[0], 0xee);
  assert.equal(out[5], 0xee);
  return [...out.subarray(1, 5)].join(".");
}

describe("IPv4 text", () => {
  it("reads dotted quads", () => {
    for (const text of ["0.0.0.0", "255.255.255.255", "192.0.2.1", "1.20.100.9"])
      assert.equal(parse(text), text);
  });

  const wrong = [
    ["", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5"],
    ["256.1.1.1", "1.1.1.256", "1.1.1.999999999999", "010.1.1.1", "1.1.1.00", "1.1.1.01"],
    [
      " 1.2.3.4",
      "1.2.3.4 ",
      "1.2.3.4\n",
      "1.2.3.-4",
      "+1.2.3.4",
      "0x1.2.3.4",
      "a.b.c.d",
      "1,2,3,4",
      "١.2.3.4",
    ],
  ];
  for (const group of wrong) {
    for (const text of group) it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parse(text), null));
  }

  it("reads only the range it is given", () => {
    const out = new Uint8Array(4);
    assert.equal(parseIp4("x192.0.2.1/24", 1, 10, out, 0), true);
    assert.deepEqual([...out], [192, 0, 2, 1]);
    assert.equal(parseIp4("x192.0.2.1/24", 1, 11, out, 0), false);
    assert.equal(parseIp4("x192.0.2.1/24", 0, 10, out, 0), false);
  });

  it("agrees with a plain implementation, both ways", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        assert.equal(formatIp4(bytes, 0), bytes.join("."));
        assert.equal(parse(formatIp4(bytes, 0)), bytes.join("."));
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it("accepts what node:net accepts", () => {
    const piece = fc.oneof(fc.nat(300).map(String), fc.constantFrom("", "0", "00", "01", "1a", "-1"));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 3, maxLength: 5 }), (parts) => {
        const text = parts.join(".");
        assert.equal(parse(text) !== null, isIPv4(text), text);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

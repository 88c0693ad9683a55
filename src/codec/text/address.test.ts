import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatAddress, parseAddress } from "./address.ts";
import {
  formatIp4Prefix,
  formatIp6Prefix,
  formatPrefix,
  parseIp4Prefix,
  parseIp6Prefix,
  parsePrefix,
} from "./prefix.ts";

const union = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("address text", () => {
  it("tells the families apart and zeroes what IPv4 leaves", () => {
    const out = new Uint8Array(18).fill(0xee);
    assert.equal(parseAddress("192.0.2.1", out, 1), 0);
    assert.deepEqual([...out], [0xee, 192, 0, 2, 1, ...new Array<number>(12).fill(0), 0xee]);
    assert.equal(parseAddress("::", out, 1), 1);
    assert.deepEqual([...out], [0xee, ...new Array<number>(16).fill(0), 0xee]);
    assert.equal(parseAddress("2001::", out, 1), 1);
    assert.equal(formatAddress(1, out, 1), "2001::");
  });

  for (const text of [
    "",
    "1.2.3",
    "1.2.3.4/32",
    "::1/128",
    "12345",
    "abcd:",
    "localhost",
    "1.2.3.4:80",
    "::ffff:1.2.3",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseAddress(text, new Uint8Array(16), 0), -1));
  }

  it("has no text for another family", () => {
    assert.equal(formatAddress(2, new Uint8Array(16), 0), undefined);
    assert.equal(formatPrefix(255, new Uint8Array(16), 0, 8), undefined);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.constantFrom<0 | 1>(0, 1), union, (af, bytes) => {
        const out = new Uint8Array(16).fill(0xee);
        assert.equal(parseAddress(formatAddress(af, bytes, 0)!, out, 0), af);
        if (af === 0)
          assert.deepEqual(out, Uint8Array.from([...bytes.slice(0, 4), ...new Array<number>(12).fill(0)]));
        else assert.deepEqual(out, bytes);
      }),
      { seed: 46, numRuns: 500 },
    );
  });
});

describe("prefix text", () => {
  const out = new Uint8Array(16);

  it("takes a bare address for a host prefix", () => {
    assert.equal(parsePrefix("192.0.2.1", out, 0), 32);
    assert.equal(parsePrefix("2001:db8::1", out, 0), (1 << 8) | 128);
    assert.equal(parseIp4Prefix("192.0.2.1", out, 0), 32);
    assert.equal(parseIp6Prefix("2001:db8::1", out, 0), 128);
  });

  it("keeps host bits", () => {
    assert.equal(parsePrefix("192.0.2.129/24", out, 0), 24);
    assert.equal(formatPrefix(0, out, 0, 24), "192.0.2.129/24");
    assert.equal(parsePrefix("2001:db8::1/0", out, 0), 1 << 8);
    assert.equal(formatPrefix(1, out, 0, 0), "2001:db8::1/0");
  });

  it("shows any length, but takes none that can't be", () => {
    assert.equal(parsePrefix("10.0.0.0/8", out, 0), 8);
    for (let len = 0; len < 256; len++) {
      assert.equal(formatIp4Prefix(out, 0, len), `10.0.0.0/${len}`);
      assert.equal(formatIp6Prefix(out, 0, len), `a00::/${len}`);
      assert.equal(parseIp4Prefix(`10.0.0.0/${len}`, new Uint8Array(4), 0), len <= 32 ? len : -1);
      assert.equal(parseIp6Prefix(`a00::/${len}`, new Uint8Array(16), 0), len <= 128 ? len : -1);
      assert.equal(parsePrefix(`10.0.0.0/${len}`, new Uint8Array(16), 0), len <= 32 ? len : -1);
      assert.equal(parsePrefix(`a00::/${len}`, new Uint8Array(16), 0), len <= 128 ? 256 + len : -1);
    }
  });

  const wrong = [
    "",
    "/",
    "/24",
    "1.2.3.4/",
    "1.2.3.4/024",
    "1.2.3.4/00",
    "1.2.3.4/-1",
    "1.2.3.4/ 8",
    "1.2.3.4/8 ",
    "1.2.3/8",
  ];
  const wrong6 = [
    "::/",
    "::/0128",
    "::/1e1",
    "::/12a",
    "::/1/2",
    "::1%1/64",
    "::/999999999999",
    "1.2.3.4/24/8",
    "1.2.3.4/+8",
  ];
  for (const text of [...wrong, ...wrong6]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parsePrefix(text, out, 0), -1);
      assert.equal(parseIp4Prefix(text, out, 0), -1);
      assert.equal(parseIp6Prefix(text, out, 0), -1);
    });
  }

  it("refuses the other family", () => {
    assert.equal(parseIp4Prefix("::/0", out, 0), -1);
    assert.equal(parseIp6Prefix("0.0.0.0/0", out, 0), -1);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(union, fc.nat(32), fc.nat(128), (bytes, len4, len6) => {
        const copy = new Uint8Array(16);
        assert.equal(parsePrefix(formatPrefix(0, bytes, 0, len4)!, copy, 0), len4);
        assert.deepEqual(copy.slice(0, 4), bytes.slice(0, 4));
        assert.equal(parsePrefix(formatPrefix(1, bytes, 0, len6)!, copy, 0), 256 + len6);
        assert.deepEqual(copy, bytes);
      }),
      { seed: 24, numRuns: 500 },
    );
  });
});

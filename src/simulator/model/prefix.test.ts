import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, masked, overlaps, prefixOf } from "./prefix.ts";

test("prefixes are read from the text that codecs make", () => {
  const hex = (text: string) => {
    const { bytes, length, isIp6 } = prefixOf(text);
    return `${Buffer.from(bytes).toString("hex")}/${length} ${isIp6 ? 6 : 4}`;
  };
  assert.equal(hex("10.1.2.3/24"), "0a010203/24 4");
  assert.equal(hex("10.1.2.3"), "0a010203/32 4");
  assert.equal(hex("::/0"), `${"0".repeat(32)}/0 6`);
  assert.equal(hex("2001:db8::1"), "20010db8000000000000000000000001/128 6");
  assert.equal(hex("1:2:3:4:5:6:7:8/3"), "00010002000300040005000600070008/3 6");
  assert.equal(hex("::ffff:192.0.2.1"), "00000000000000000000ffffc0000201/128 6");
});

test("bits behind a length are cleared, or set", () => {
  const { bytes } = prefixOf("10.255.255.255");
  const text = (x: Uint8Array) => x.join(".");
  assert.deepEqual(
    [0, 7, 8, 9, 31, 32].map((n) => text(masked(bytes, n))),
    ["0.0.0.0", "10.0.0.0", "10.0.0.0", "10.128.0.0", "10.255.255.254", "10.255.255.255"],
  );
  assert.equal(text(filled(prefixOf("10.0.0.1").bytes, 30)), "10.0.0.3");
});

test("prefixes overlap where one lies in the other", () => {
  const both = (a: string, b: string) => overlaps(prefixOf(a), prefixOf(b));
  assert.equal(both("10.0.0.1/24", "10.0.0.200/25"), true);
  assert.equal(both("10.0.0.1/24", "10.0.1.1/24"), false);
  assert.equal(both("0.0.0.0/0", "::/0"), false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "./crc32.ts";

test("CRC-32 is that of zlib, and can be continued", () => {
  assert.equal(crc32(""), 0);
  assert.equal(crc32("123456789"), 0xcbf43926);
  assert.equal(crc32("6789", crc32("12345")), 0xcbf43926);
});

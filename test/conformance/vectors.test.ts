import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codecsOf, decodeJson, encodeJson } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { readVectors, sharedPath, skipWithoutShared } from "../support/shared.ts";

describe("bytes made by VPP's own Python client (26.06)", { skip: skipWithoutShared }, () => {
  const schema = loadDefinitions(sharedPath("vpp-26.06-api"));
  const codecs = codecsOf(schema);
  const vectors = readVectors();

  it("encodes every value to the same bytes, and decodes them back", () => {
    assert.ok(vectors.length > 2000);
    for (const { message, crc, fields, hex, exact } of vectors) {
      assert.equal(`0x${codecs.message(message)?.crc}`, crc, message);
      assert.equal(encodeJson(codecs, message, fields).toString("hex"), hex, message);
      const decoded = decodeJson(codecs, message, Buffer.from(hex, "hex"));
      if (exact) assert.deepEqual(decoded, fields, message);
      assert.equal(encodeJson(codecs, message, decoded).toString("hex"), hex, `${message} again`);
    }
  });
});

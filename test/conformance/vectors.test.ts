import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  codecsOf,
  fieldsToJson,
  jsonToFields,
  type MessageDescriptor,
  Source,
  Writer,
} from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { readVectors, sharedPath, skipWithoutShared } from "../support/shared.ts";

describe("bytes made by VPP's own Python client (26.06)", { skip: skipWithoutShared }, () => {
  const schema = loadDefinitions(sharedPath("vpp-26.06-api"));
  const codecs = codecsOf(schema);
  const vectors = readVectors();

  /** Payload with message id 0, as the vectors have it. */
  function encode(descriptor: MessageDescriptor, fields: Record<string, unknown>): Buffer {
    const { client_index = 0, context = 0, ...own } = fields as { client_index?: number; context?: number };
    const w = new Writer(64);
    const rest = { ...own } as Record<string, unknown>;
    if (descriptor.clientIndexOffset === null && "client_index" in fields) rest.client_index = client_index;
    if (descriptor.contextOffset === null && "context" in fields) rest.context = context;
    descriptor.encode(w, rest, 0, client_index, context);
    return w.take();
  }

  it("encodes every value to the same bytes, and decodes them back", () => {
    assert.ok(vectors.length > 2000);
    for (const line of vectors) {
      const descriptor = codecs.message(line.message);
      const message = schema.messages.get(line.message);
      assert.ok(descriptor && message, line.message);
      assert.equal(`0x${descriptor.crc}`, line.crc);
      const bytes = Buffer.from(line.hex, "hex");
      const encoded = encode(descriptor, jsonToFields(message, line.fields));
      assert.equal(encoded.toString("hex"), line.hex, line.message);
      const decoded = descriptor.decode(new Source(bytes));
      const session: Record<string, number> = {};
      if (descriptor.clientIndexOffset !== null)
        session.client_index = bytes.readUInt32BE(descriptor.clientIndexOffset);
      if (descriptor.contextOffset !== null) session.context = bytes.readUInt32BE(descriptor.contextOffset);
      if (line.exact)
        assert.deepEqual(fieldsToJson(message, { ...session, ...decoded }), line.fields, line.message);
      assert.equal(
        encode(descriptor, { ...session, ...decoded }).toString("hex"),
        line.hex,
        `${line.message} again`,
      );
    }
  });
});

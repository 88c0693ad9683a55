import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  codecsOf,
  jsonToFields,
  type MessageDescriptor,
  randomFields,
  Source,
  seededRandom,
  Writer,
} from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import type { Message, Schema } from "../../src/schema/index.ts";
import {
  bindingsFolder,
  loadBindings,
  messagesOf,
  removeFolder,
  writeBindings,
} from "../support/generated.ts";
import { readVectors, sharedPath, skipWithoutShared } from "../support/shared.ts";

describe("generated codecs of all of 26.06, loaded from files", { skip: skipWithoutShared }, () => {
  let folder = "";
  let schema: Schema;
  let generated: Map<string, MessageDescriptor>;

  before(async () => {
    folder = bindingsFolder("generated");
    schema = loadDefinitions(sharedPath("vpp-26.06-api"));
    writeBindings(folder, schema);
    generated = messagesOf(await loadBindings(folder));
  });
  after(() => removeFolder(folder));

  function encode(descriptor: MessageDescriptor, fields: Record<string, unknown>): Buffer {
    const { client_index = 0, context = 0, ...own } = fields as { client_index?: number; context?: number };
    const rest: Record<string, unknown> = { ...own };
    if (descriptor.clientIndexOffset === null && "client_index" in fields) rest.client_index = client_index;
    if (descriptor.contextOffset === null && "context" in fields) rest.context = context;
    const w = new Writer(64);
    descriptor.encode(w, rest, 0, client_index, context);
    return w.take();
  }

  it("are there for every message, with its name, crc and places", () => {
    assert.equal(generated.size, schema.messages.size);
    for (const name of schema.messages.keys()) {
      const { encode: _e, decode: _d, ...facts } = generated.get(name) as MessageDescriptor;
      const { encode: _f, decode: _g, ...wanted } = codecsOf(schema).message(name) as MessageDescriptor;
      assert.deepEqual(facts, wanted);
    }
  });

  it("make the bytes of VPP's own client, and take them apart as the codecs in memory do", () => {
    const vectors = readVectors();
    assert.ok(vectors.length > 2000);
    for (const line of vectors) {
      const descriptor = generated.get(line.message) as MessageDescriptor;
      const fields = jsonToFields(schema.messages.get(line.message) as Message, line.fields);
      assert.equal(encode(descriptor, fields).toString("hex"), line.hex, line.message);
      assertDecodedAlike(line.message, Buffer.from(line.hex, "hex"));
    }
  });

  it("agree with the codecs in memory on random values of every message", () => {
    const random = seededRandom(7);
    for (const message of schema.messages.values()) {
      const fields = randomFields(message, random);
      const bytes = encode(codecsOf(schema).message(message.name) as MessageDescriptor, fields);
      assert.deepEqual(encode(generated.get(message.name) as MessageDescriptor, fields), bytes, message.name);
      assertDecodedAlike(message.name, bytes);
    }
  });

  it("refuse what is wrong in the same words", () => {
    const refusal = (descriptor: MessageDescriptor | undefined) => {
      assert.ok(descriptor);
      try {
        encode(descriptor, { route: { paths: [{ weight: 256 }] } });
      } catch (error) {
        return String(error);
      }
      return assert.fail("accepted");
    };
    const text = refusal(generated.get("ip_route_add_del"));
    assert.match(text, /route\.paths\[0\]\.weight/);
    assert.equal(text, refusal(codecsOf(schema).message("ip_route_add_del")));
  });

  function assertDecodedAlike(name: string, bytes: Buffer): void {
    const inMemory = codecsOf(schema).message(name)?.decode(new Source(bytes));
    assert.deepEqual(generated.get(name)?.decode(new Source(bytes)), inMemory, name);
  }
});

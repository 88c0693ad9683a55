import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codecsOf, randomFields, Source, seededRandom, Writer } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { VppDecodeError, VppEncodeError } from "../../src/errors/index.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";

const SEED = 20260600;

describe(`all messages of 26.06, seed ${SEED}`, { skip: skipWithoutShared }, () => {
  const schema = loadDefinitions(sharedPath("vpp-26.06-api"));
  const codecs = codecsOf(schema);
  const random = seededRandom(SEED);
  const below = (n: number) => Math.floor(random() * n);

  it("decode what they encode, for random values", () => {
    let tried = 0;
    for (const message of schema.messages.values()) {
      const codec = codecs.message(message.name)!;
      for (let round = 0; round < 3; round++) {
        const fields = randomFields(message, random, { multibyte: true });
        const w = new Writer(16);
        codec.encode(w, fields, 1, 2, 3);
        const bytes = w.take();
        const source = new Source(bytes);
        assert.deepEqual(codec.decode(source), fields, message.name);
        tried++;
      }
    }
    assert.equal(tried, schema.messages.size * 3);
  });

  it("do no worse than VppDecodeError on mutated bytes, and what they accept encodes again", () => {
    let refused = 0;
    for (const message of schema.messages.values()) {
      const codec = codecs.message(message.name)!;
      for (let round = 0; round < 6; round++) {
        const w = new Writer(16);
        codec.encode(w, randomFields(message, random), 1, 2, 3);
        const bytes = Buffer.from(w.take());
        for (let flips = 1 + below(4); flips > 0; flips--) bytes[2 + below(bytes.length - 2)] = below(256);
        const end = round % 2 === 0 ? bytes.length : 2 + below(bytes.length - 1);
        try {
          const decoded = codec.decode(new Source(bytes, 0, end));
          codec.encode(new Writer(16), decoded, 1, 2, 3);
        } catch (error) {
          // A string without its NUL, or of broken UTF-8, can be shown but not sent.
          if (error instanceof VppEncodeError && error.message.includes("is too long")) continue;
          assert.ok(error instanceof VppDecodeError, `${message.name}: ${error}`);
          assert.ok(error.offset <= end, `${message.name}: offset ${error.offset} of ${end}`);
          refused++;
        }
      }
    }
    assert.ok(refused > 1000, `${refused} refused`);
  });

  it("do no worse on random bytes", () => {
    for (const message of schema.messages.values()) {
      const codec = codecs.message(message.name)!;
      const bytes = Buffer.from(Array.from({ length: below(400) }, () => below(256)));
      try {
        codec.decode(new Source(bytes));
      } catch (error) {
        assert.ok(error instanceof VppDecodeError, `${message.name}: ${error}`);
      }
    }
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readShared, skipWithoutShared } from "../../test/support/shared.ts";
import { linkSchema, messageCrc, readApiJson } from "../schema/index.ts";
import { bootstrapDefinitions } from "./bootstrap.ts";

describe("the built-in definitions", () => {
  const own = linkSchema(bootstrapDefinitions());

  it("have the CRCs that their fields give", () => {
    for (const [name, message] of own.messages) assert.equal(messageCrc(message), message.crc, name);
  });

  it("are those of VPP", { skip: skipWithoutShared }, () => {
    const text = readShared("vpp-26.06-api", "core", "memclnt.api.json").toString("utf8");
    const vpp = linkSchema(readApiJson(text, { source: "memclnt.api.json" }));
    assert.deepEqual([...own.messages.keys()], [...vpp.messages.keys()]);
    // Comments and places in files aside.
    const plain = (message: unknown): string =>
      JSON.stringify(message, (key, value: unknown) =>
        ["comment", "source", "options"].includes(key) ? null : value,
      );
    for (const [name, message] of vpp.messages) {
      assert.equal(plain(own.messages.get(name)), plain(message), name);
    }
    assert.deepEqual(
      new Map(own.services),
      new Map([...own.services.keys()].map((k) => [k, vpp.services.get(k)])),
    );
    assert.equal(own.services.size, vpp.services.size);
  });
});

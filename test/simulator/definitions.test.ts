import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { modelledSchema } from "../../src/simulator/definitions/index.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";

describe("the simulator's own definitions", { skip: skipWithoutShared }, () => {
  test("are those of 26.06: the CRC, fields and service of every message", () => {
    const own = modelledSchema();
    const release = loadDefinitions(sharedPath("vpp-26.06-api"));
    assert.ok(own.messages.size > 140);
    const shape = (m: { fields: readonly { name: string }[]; options: unknown; crc: string } | undefined) =>
      m === undefined ? undefined : { crc: m.crc, fields: m.fields.map((f) => f.name), options: m.options };
    for (const [name, message] of own.messages) {
      assert.deepEqual(shape(message), shape(release.messages.get(name)), name);
    }
    for (const [caller, service] of own.services) {
      assert.deepEqual({ ...service }, { ...release.services.get(caller) }, caller);
    }
  });
});

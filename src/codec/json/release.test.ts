import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readVectors, sharedPath, skipWithoutShared } from "../../../test/support/shared.ts";
import { loadDefinitions } from "../../definitions/index.ts";
import type { Message, Schema } from "../../schema/index.ts";
import { randomFields, seededRandom } from "../random.ts";
import { jsonToFields } from "./from-json.ts";
import { fieldsToJson } from "./to-json.ts";

let loaded: Schema | undefined;
/** VPP 26.06's definitions. */
function schema(): Schema {
  loaded ??= loadDefinitions(sharedPath("vpp-26.06-api"));
  return loaded;
}

function messageNamed(name: string): Message {
  const message = schema().messages.get(name);
  assert.ok(message, name);
  return message;
}

describe("JSON of the messages of VPP 26.06", { skip: skipWithoutShared }, () => {
  it("is that of the vectors", () => {
    const vectors = readVectors();
    assert.equal(vectors.length, 2048);
    for (const { message, fields } of vectors) {
      const definition = messageNamed(message);
      assert.deepEqual(fieldsToJson(definition, jsonToFields(definition, fields)), fields, message);
    }
  });

  it("comes in the definition's order", () => {
    const fields = { attach: { is_ipv6: true, policy_id: 1 }, is_add: true, context: 5, client_index: 4 };
    const message = messageNamed("abf_itf_attach_add_del");
    assert.equal(
      JSON.stringify(fieldsToJson(message, jsonToFields(message, fields))),
      '{"client_index":4,"context":5,"is_add":true,"attach":{"policy_id":1,"is_ipv6":true}}',
    );
  });

  it("keeps random values of every message, as JSON and as its text", () => {
    let tried = 0;
    for (const message of schema().messages.values()) {
      for (let seed = 0; seed < 4; seed++) {
        const fields = randomFields(message, seededRandom(seed), { multibyte: seed % 2 === 0 });
        const json = fieldsToJson(message, fields);
        assert.deepEqual(jsonToFields(message, json), fields, message.name);
        assert.deepEqual(jsonToFields(message, JSON.parse(JSON.stringify(json))), fields, message.name);
        tried++;
      }
    }
    assert.equal(tried, 4 * 2030);
  });
});

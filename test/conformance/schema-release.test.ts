import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { linkSchema, messageCrc, readApiJson, writeApiJson } from "../../src/schema/index.ts";

const shared = process.env.VPP_TS_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const folder = `${shared}/vpp-26.06-api`;
const skip = existsSync(folder) ? false : `${folder} is missing`;

const files = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".api.json"))
    .map((name) => join(folder, name));

describe("the definitions that VPP 26.06 installs", { skip }, () => {
  test("load whole, each entry once and frozen", () => {
    const schema = loadDefinitions(folder);
    assert.equal(schema.modules.size, 144);
    assert.equal(schema.messages.size, 2030);
    for (const map of [schema.modules, schema.messages, schema.types, schema.services]) {
      for (const [name, node] of map) {
        assert.ok(Object.isFrozen(node), name);
        assert.equal(map.get(name), node);
      }
    }
  });

  test("have the CRCs that follow from them, but where backwards_compatible members are in play", () => {
    const schema = loadDefinitions(folder);
    const others = [...schema.messages.values()].filter((message) => messageCrc(message) !== message.crc);
    assert.equal(others.length, 27);
  });

  test("are written as they were read", () => {
    for (const file of files()) {
      const text = readFileSync(file, "utf8");
      const [read] = readApiJson(text, { source: file });
      assert.ok(read !== undefined);
      assert.equal(JSON.stringify(JSON.parse(writeApiJson(read))), JSON.stringify(JSON.parse(text)), file);
    }
  });

  test("link the same when served as one array, without the modules of types only", () => {
    const modules = files().map((file): { messages: unknown[] } => JSON.parse(readFileSync(file, "utf8")));
    const served = linkSchema(readApiJson(modules.filter((module) => module.messages.length > 0)));
    const whole = loadDefinitions(folder);
    assert.equal(served.messages.size, whole.messages.size);
    for (const [name, message] of served.messages) {
      assert.deepEqual(
        message.fields.map((f) => [f.name, f.array]),
        whole.messages.get(name)?.fields.map((f) => [f.name, f.array]),
      );
      assert.equal(message.crc, whole.messages.get(name)?.crc);
    }
    assert.equal(served.types.get("address")?.module, "ip_types");
  });
});

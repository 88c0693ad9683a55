import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadDefinitions } from "../../src/definitions/index.ts";

const shared = process.env.VPP_TS_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const folder = `${shared}/vpp-26.06-api`;
const skip = existsSync(folder) ? false : `${folder} is missing`;

test("the definitions that VPP 26.06 installs load whole", { skip }, () => {
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

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compileFiles, loadDefinitions } from "../../src/definitions/index.ts";
import { messageCrc, writeApiJson } from "../../src/schema/index.ts";

/** The JSON that VPP 26.06's compiler made, beside the project. */
const shared = process.env.VPP_TS_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const reference = `${shared}/vpp-26.06-api`;
/** A source tree of VPP 26.06. */
const tree = process.env.VPP_SRC;

const skip =
  tree === undefined || !existsSync(`${tree}/src`)
    ? "VPP_SRC names no source tree of VPP 26.06"
    : !existsSync(reference) && `${reference} is missing`;

const filesBelow = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .sort()
    .map((name) => join(folder, name));

test("VPP 26.06's sources compile to the very text that its own compiler makes", { skip }, () => {
  const include = [`${tree}/src`, `${tree}/src/plugins`];
  const compiled = compileFiles(filesBelow(`${tree}/src`, ".api"), include);
  const byName = new Map(compiled.map((file) => [`${basename(file.source)}.json`, writeApiJson(file)]));
  const expected = filesBelow(reference, ".api.json");
  assert.equal(expected.length, 144);
  for (const file of expected)
    assert.equal(byName.get(basename(file)), readFileSync(file, "utf8").trimEnd(), file);
});

test("VPP 26.06's sources link, and their CRCs follow from the model", { skip }, () => {
  const schema = loadDefinitions(`${tree}/src`, { include: [`${tree}/src`, `${tree}/src/plugins`] });
  assert.ok(schema.messages.size >= 2093);
  for (const message of schema.messages.values())
    assert.equal(messageCrc(message), message.crc, message.name);
});

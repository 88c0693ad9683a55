import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { makeApi } from "./api.ts";

describe("makeApi", () => {
  const api = makeApi(["show_version", "show_threads"], () => {
    throw new Error("nothing is called here");
  });

  it("names what was probably meant for a name that is no request", () => {
    assert.throws(() => Reflect.get(api, "show_versio"), {
      name: "VppStateError",
      message: 'show_versio: no request of this name, did you mean "show_version"?',
    });
    assert.throws(() => Reflect.get(api, "acl_dump"), {
      message: "acl_dump: no request of this name; a plugin's are there where VPP has loaded it",
    });
  });

  it("can be printed", () => {
    assert.equal(inspect(api), "Api { 2 requests }");
    assert.equal(inspect({ api }), "{ api: Api { 2 requests } }");
    assert.deepEqual(Object.keys(api), ["show_version", "show_threads"]);
  });
});

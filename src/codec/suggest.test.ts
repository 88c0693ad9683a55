import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { didYouMean, meantOrKnown } from "./suggest.ts";

const names = ["weight", "preference", "table_id", "sw_if_index"];

it("names what there is where nothing comes near", () => {
  assert.equal(meantOrKnown("wieght", names), ', did you mean "weight"?');
  assert.equal(meantOrKnown("xyz", names), " (known: weight, preference, table_id, sw_if_index)");
  const many = Array.from({ length: 13 }, (_, i) => `name_${i}`);
  assert.equal(meantOrKnown("xyz", many), ` (known: ${many.slice(0, 12).join(", ")}, …)`);
  assert.equal(meantOrKnown("xyz", []), " (there are none)");
});

describe("suggestions", () => {
  const table: [string, string | null][] = [
    ["wieght", "weight"],
    ["Weight", "weight"],
    ["tbael_id", "table_id"],
    ["tableid", "table_id"],
    ["sw_if_indx", "sw_if_index"],
    ["sw_ifindex", "sw_if_index"],
    ["xyz", null],
    ["", null],
    ["weight".repeat(20), null],
  ];
  for (const [name, expected] of table) {
    it(`${name.slice(0, 20)} → ${expected}`, () => {
      assert.equal(didYouMean(name, names), expected === null ? "" : `, did you mean "${expected}"?`);
    });
  }

  it("knows a name by its end, where only one ends so", () => {
    const flags = ["IF_STATUS_API_FLAG_ADMIN_UP", "IF_STATUS_API_FLAG_LINK_UP"];
    assert.equal(didYouMean("admin_up", flags), ', did you mean "IF_STATUS_API_FLAG_ADMIN_UP"?');
    for (const name of ["UP", "FLAG", ""]) assert.equal(didYouMean(name, flags), "");
    assert.equal(didYouMean("dump", ["ip_route_dump", "ip_table_dump"]), "");
  });

  it("takes the nearest of several", () => {
    assert.equal(didYouMean("is_adds", ["is_add_v2", "is_add", "is_ad"]), ', did you mean "is_add"?');
  });
});

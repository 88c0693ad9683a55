import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileApi, linkSchema, type Message, type NamedType, type Schema } from "../schema/index.ts";
import { Names } from "./names.ts";
import { camelCase, pascalCase } from "./words.ts";

describe("names", () => {
  it("become PascalCase for types and camelCase for values", () => {
    const names = {
      create_loopback: ["CreateLoopback", "createLoopback"],
      sw_interface_ip6_enable_disable: ["SwInterfaceIp6EnableDisable", "swInterfaceIp6EnableDisable"],
      nat44_ei_addr: ["Nat44EiAddr", "nat44EiAddr"],
      _x__y_: ["XY", "xY"],
      v1_2: ["V1_2", "v1_2"],
      first_32: ["First32", "first32"],
      _1: ["_1", "_1"],
    };
    for (const [name, [pascal, camel]] of Object.entries(names)) {
      assert.equal(pascalCase(name), pascal);
      assert.equal(camelCase(name), camel);
    }
  });

  function schemaOf(text: string): Schema {
    return linkSchema([compileApi(text, { file: "m.api" })]);
  }

  it("that mean something to the language, to the runtime or to another file get an ending", () => {
    const head = "u32 client_index; u32 context;";
    const schema = schemaOf(`
      autoreply define delete { ${head} };
      autoreply define map { ${head} };
      autoreply define get_u32 { ${head} };
      autoreply define api { ${head} };
      autoreply define m_api { ${head} };
      autoreply define thing { ${head} };
      typedef thing { u8 x; };
      typedef a_b { u8 x; };
      typedef a__b { u8 x; };
      typedef x { u8 y; };
      typedef x_input { u8 y; };`);
    const names = new Names(schema, ["m"]);
    const message = (name: string) => names.message(schema.messages.get(name) as Message);
    const type = (name: string) => names.type(schema.types.get(name) as NamedType);
    assert.deepEqual(names.module("m"), { type: "MApi", value: "mApi" });
    assert.deepEqual([message("delete").value, message("map").type], ["delete_", "Map_"]);
    assert.deepEqual([message("get_u32").value, message("api").type], ["getU32_", "Api_"]);
    assert.deepEqual([message("m_api").type, message("m_api").value], ["MApi_", "mApi_"]);
    assert.deepEqual(
      [message("thing").type, type("thing").decoded, type("thing").input],
      ["Thing", "Thing_", "Thing_Input"],
    );
    assert.deepEqual(new Set([type("a_b").decoded, type("a__b").decoded]), new Set(["AB", "AB_"]));
    assert.deepEqual([type("x").input, type("x_input").decoded], ["XInput", "XInput_"]);
  });

  it("don't depend on the order of definitions", () => {
    const a = "typedef a_b { u8 x; };";
    const b = "typedef a__b { u8 x; };";
    const naming = (text: string) => {
      const schema = schemaOf(text);
      const names = new Names(schema, ["m"]);
      return [...schema.types.values()].map((type) => [type.name, names.type(type).decoded]).sort();
    };
    assert.deepEqual(naming(a + b), naming(b + a));
  });
});

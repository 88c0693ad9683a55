import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileApi, linkSchema, type Message } from "../../schema/index.ts";
import { fieldsToJson } from "./to-json.ts";

function messageOf(text: string): Message {
  const message = linkSchema([compileApi(text, { file: "test.api" })]).messages.get("m");
  assert.ok(message);
  return message;
}

const message = messageOf(`
  typedef u8 mac_address[6];
  typedef f64 timestamp;
  typedef u8 key[2];
  enum state : u8 { DOWN = 0, UP = 1, };
  enumflag rights : u8 { READ = 1, WRITE = 2, };
  union value { u32 number; u8 raw[2]; };
  typedef item { vl_api_mac_address_t mac; vl_api_key_t keys[2]; };
  autoreply define m {
    u32 client_index; u32 context;
    u8 small; u64 big; i64 low; f64 ratio; bool on; vl_api_timestamp_t at;
    vl_api_state_t state; vl_api_rights_t rights; vl_api_value_t value;
    string name[8]; u8 raw[2]; u8 n; vl_api_item_t items[n];
  };`);

describe("JSON of fields", () => {
  it("has every kind of value, in the definition's order", () => {
    const json = fieldsToJson(message, {
      items: [{ keys: [Uint8Array.of(1, 2), Uint8Array.of(0xab, 0)], mac: "02:fe:00:00:00:01" }],
      raw: Uint8Array.of(0, 0xff),
      name: "loop0",
      value: { raw: Uint8Array.of(0, 1), number: 65536 },
      rights: 7,
      state: 1,
      at: 1.25,
      on: true,
      ratio: Number.NaN,
      low: -(2n ** 63n),
      big: 2n ** 64n - 1n,
      small: 255,
      context: 9,
      client_index: 1,
    });
    assert.equal(
      JSON.stringify(json),
      '{"client_index":1,"context":9,"small":255,"big":"18446744073709551615","low":"-9223372036854775808",' +
        '"ratio":"NaN","on":true,"at":1.25,"state":"UP","rights":["READ","WRITE",4],' +
        '"value":{"number":65536,"raw":"0001"},"name":"loop0","raw":"00ff",' +
        '"items":[{"mac":"02:fe:00:00:00:01","keys":["0102","ab00"]}]}',
    );
  });

  it("leaves out what isn't there, and what is no field", () => {
    assert.deepEqual(fieldsToJson(message, { on: false, _vl_msg_id: 5 }), { on: false });
  });

  it("writes infinities as text", () => {
    assert.deepEqual(fieldsToJson(message, { ratio: Number.POSITIVE_INFINITY }), { ratio: "Infinity" });
    assert.deepEqual(fieldsToJson(message, { ratio: Number.NEGATIVE_INFINITY }), { ratio: "-Infinity" });
  });

  it("reads bytes where they lie, also in a larger buffer", () => {
    const raw = Uint8Array.of(9, 8, 7, 6).subarray(1, 3);
    assert.deepEqual(fieldsToJson(message, { raw }), { raw: "0807" });
    assert.deepEqual(fieldsToJson(message, { raw: Buffer.from("é") }), { raw: "c3a9" });
  });

  it("refuses values of another kind, naming the path", () => {
    const refused: [Record<string, unknown>, RegExp][] = [
      [{ small: "1" }, /^m: small: expected a number, bigint or boolean, got "1"/],
      [{ raw: "00" }, /^m: raw: expected bytes, got "00"/],
      [{ name: 5 }, /^m: name: expected a string, got 5/],
      [{ state: "UP" }, /^m: state: expected an enum's number, got "UP"/],
      [{ value: null }, /^m: value: expected an object, got null/],
      [{ items: {} }, /^m: items: expected an array, got an object/],
      [
        { items: [{}, { mac: true }] },
        /^m: items\[1\]\.mac: expected the text of an address or its struct, got true/,
      ],
    ];
    for (const [fields, text] of refused) {
      assert.throws(() => fieldsToJson(message, fields), { code: "VPP_ENCODE", message: text });
    }
  });

  it("shows an address without text as its struct", () => {
    const ip = messageOf(`
      typedef u8 ip4_address[4];
      typedef u8 ip6_address[16];
      enum address_family : u8 { ADDRESS_IP4 = 0, ADDRESS_IP6, };
      union address_union { vl_api_ip4_address_t ip4; vl_api_ip6_address_t ip6; };
      typedef address { vl_api_address_family_t af; vl_api_address_union_t un; };
      typedef prefix { vl_api_address_t address; u8 len; };
      autoreply define m { u32 client_index; u32 context; vl_api_address_t a; vl_api_prefix_t p; };`);
    const un = { ip4: "1.2.3.4", ip6: "102:304::" };
    const fields = { a: { un, af: 7 }, p: { len: 9, address: { af: 255, un } } };
    assert.equal(
      JSON.stringify(fieldsToJson(ip, fields)),
      '{"a":{"af":7,"un":{"ip4":"1.2.3.4","ip6":"102:304::"}},' +
        '"p":{"address":{"af":255,"un":{"ip4":"1.2.3.4","ip6":"102:304::"}},"len":9}}',
    );
    assert.deepEqual(fieldsToJson(ip, { a: "::1", p: "::1/64" }), { a: "::1", p: "::1/64" });
  });
});

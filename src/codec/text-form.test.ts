import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileApi, linkSchema, type Schema } from "../schema/index.ts";
import { textFormOf } from "./text-form.ts";

function schemaOf(text: string): Schema {
  return linkSchema([compileApi(text, { file: "test.api" })]);
}

function formsOf(text: string): Record<string, string | null> {
  const { types } = schemaOf(text);
  return Object.fromEntries([...types].map(([name, type]) => [name, textFormOf(type)]));
}

const BYTES = `
  typedef u8 ip4_address[4];
  typedef u8 ip6_address[16];
  typedef u8 mac_address[6];
  union address_union { vl_api_ip4_address_t ip4; vl_api_ip6_address_t ip6; };`;

function structs(base: string, len: string): string {
  return `enum address_family ${base} { ADDRESS_IP4 = 0, ADDRESS_IP6, };
  typedef address { vl_api_address_family_t af; vl_api_address_union_t un; };
  typedef prefix { vl_api_address_t address; u8 ${len}; };
  typedef ip4_prefix { vl_api_ip4_address_t address; u8 len; };
  typedef ip6_prefix { vl_api_ip6_address_t address; u8 len; };`;
}

const ALIASES = `
  typedef vl_api_prefix_t address_with_prefix;
  typedef vl_api_ip4_prefix_t ip4_address_with_prefix;
  typedef vl_api_ip6_prefix_t ip6_address_with_prefix;`;

const FORMS = {
  ip4_address: "ip4_address",
  ip6_address: "ip6_address",
  mac_address: "mac_address",
  address_union: null,
  address_family: null,
  address: "address",
  prefix: "prefix",
  ip4_prefix: "ip4_prefix",
  ip6_prefix: "ip6_prefix",
};

describe("types with a text form", () => {
  it("those of 26.06", () => {
    assert.deepEqual(formsOf(BYTES + structs(": u8", "len") + ALIASES), {
      ...FORMS,
      address_with_prefix: "prefix",
      ip4_address_with_prefix: "ip4_prefix",
      ip6_address_with_prefix: "ip6_prefix",
    });
  });

  it("those of 19.08, with a family of four bytes", () => {
    assert.deepEqual(formsOf(BYTES + structs("", "len")), FORMS);
  });

  it("those of 19.04, where the length had another name", () => {
    assert.deepEqual(formsOf(BYTES + structs("", "address_length")), FORMS);
  });

  it("structs in the place of aliases", () => {
    const forms =
      formsOf(`${BYTES.replace("typedef u8 mac_address[6]", "typedef mac_address { u8 bytes[6]; }")}
      ${structs(": u8", "len")} typedef address_with_prefix { vl_api_address_t address; u8 len; };`);
    assert.equal(forms.mac_address, "mac_address");
    assert.equal(forms.address_with_prefix, "prefix");
  });

  it("another name for one of them has its form", () => {
    const forms =
      formsOf(`${BYTES} typedef vl_api_mac_address_t station; typedef vl_api_station_t access_point;
      typedef vl_api_mac_address_t pair[2];`);
    assert.equal(forms.station, "mac_address");
    assert.equal(forms.access_point, "mac_address");
    assert.equal(forms.pair, null);
  });

  const others: [string, string, string][] = [
    ["an ip4_address of another length", "ip4_address", "typedef u8 ip4_address[5];"],
    ["an ip6_address of other elements", "ip6_address", "typedef u16 ip6_address[8];"],
    ["a mac_address of another length", "mac_address", "typedef u8 mac_address[8];"],
    ["a mac_address of two fields", "mac_address", "typedef mac_address { u8 bytes[6]; u16 vlan; };"],
    ["a mac_address of six counted bytes", "mac_address", "typedef mac_address { u8 n; u8 bytes[n]; };"],
    ["a prefix of a plugin's own", "prefix", "typedef prefix { u32 address; u8 len; };"],
    [
      "an ip4_prefix with a wider length",
      "ip4_prefix",
      `${BYTES} typedef ip4_prefix { vl_api_ip4_address_t a; u16 len; };`,
    ],
    [
      "an ip4_prefix of IPv6",
      "ip4_prefix",
      `${BYTES} typedef ip4_prefix { vl_api_ip6_address_t a; u8 len; };`,
    ],
    [
      "an address without a union",
      "address",
      "enum address_family { ADDRESS_IP4 = 0, ADDRESS_IP6, }; typedef address { vl_api_address_family_t af; u8 un[16]; };",
    ],
    [
      "an address whose families are others",
      "address",
      `${BYTES} enum address_family { ADDRESS_IP6 = 0, ADDRESS_IP4, };
      typedef address { vl_api_address_family_t af; vl_api_address_union_t un; };`,
    ],
    [
      "an address with a field more",
      "address",
      `${BYTES} enum address_family { ADDRESS_IP4 = 0, ADDRESS_IP6, };
      typedef address { vl_api_address_family_t af; vl_api_address_union_t un; u8 scope; };`,
    ],
  ];
  for (const [title, name, text] of others) it(`not ${title}`, () => assert.equal(formsOf(text)[name], null));
});

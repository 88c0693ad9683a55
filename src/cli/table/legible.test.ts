import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "../../codec/index.ts";
import { compileApi, linkSchema } from "../../schema/index.ts";
import { cellsOf } from "./cells.ts";
import { legible } from "./legible.ts";

const { messages } = linkSchema([
  compileApi(
    `typedef u8 ip4_address[4];
     typedef u8 ip6_address[16];
     union address_union { vl_api_ip4_address_t ip4; vl_api_ip6_address_t ip6; };
     enum nh_proto : u8 { NH_PROTO_IP4 = 0, NH_PROTO_IP6, NH_PROTO_MPLS, };
     enum path_type : u8 { PATH_TYPE_NORMAL = 0, PATH_TYPE_DROP, };
     enum action : u8 { ACTION_DENY = 0, ACTION_PERMIT, };
     typedef label { u32 label; u8 ttl; };
     typedef nh { vl_api_address_union_t address; u32 via_label; };
     typedef path {
       u32 sw_if_index; vl_api_path_type_t type; vl_api_nh_proto_t proto; vl_api_nh_t nh;
       u8 n_labels; vl_api_label_t label_stack[8];
     };
     typedef rule { vl_api_action_t is_permit; u8 key[4]; string tag[16]; u64 hits; };
     define route_dump { u32 client_index; u32 context; };
     define route_details { u32 context; u8 n_paths; vl_api_path_t paths[n_paths]; };
     define kit_dump { u32 client_index; u32 context; };
     define kit_details {
       u32 context; u32 id; vl_api_nh_t nh; u8 rx_count; u16 rx_list[4]; u16 tx_list[4]; u8 num_sids; u64 sids[16];
       u8 count; vl_api_rule_t rules[count];
     };`,
    { file: "kit.api", resolveImport: (path) => ({ tried: [path] }) },
  ),
]);
const cells = (name: string, json: JsonObject): JsonObject =>
  Object.fromEntries(cellsOf(legible(messages.get(name)!, json)));

const labels = (...given: number[]): JsonObject[] =>
  Array.from({ length: 8 }, (_, i) => ({ label: given[i] ?? 0, ttl: 0 }));
const path = (fields: JsonObject): JsonObject => ({
  sw_if_index: 1,
  type: "PATH_TYPE_NORMAL",
  proto: "NH_PROTO_IP4",
  nh: { address: { ip4: "10.0.0.2", ip6: "a00:2::" }, via_label: 0 },
  n_labels: 0,
  label_stack: labels(),
  ...fields,
});
const paths = (...list: JsonObject[]) => cells("route_details", { paths: list.map(path) }).paths;

describe("a message for people", () => {
  it("has of the structs in an array what says something, and of an address the arm that counts", () => {
    assert.equal(paths({}), "{sw_if_index=1 nh.address.ip4=10.0.0.2}");
    const six = {
      proto: "NH_PROTO_IP6",
      nh: { address: { ip4: "254.128.0.0", ip6: "fe80::1" }, via_label: 0 },
    };
    assert.equal(
      paths(six, {}),
      "{sw_if_index=1 nh.address.ip6=fe80::1} {sw_if_index=1 nh.address.ip4=10.0.0.2}",
    );
    const none = { address: { ip4: "0.0.0.0", ip6: "::" }, via_label: 0 };
    assert.equal(
      paths({ sw_if_index: 0xffffffff, type: "PATH_TYPE_DROP", nh: none }),
      "{sw_if_index=~0 type=PATH_TYPE_DROP}",
    );
  });

  it("keeps both arms where nothing tells them apart", () => {
    assert.equal(
      paths({ proto: "NH_PROTO_MPLS" }),
      "{sw_if_index=1 proto=NH_PROTO_MPLS nh.address.ip4=10.0.0.2 nh.address.ip6=a00:2::}",
    );
  });

  it("has as many elements of a fixed array as the field beside it says", () => {
    assert.match(
      String(paths({ n_labels: 2, label_stack: labels(100, 200, 7) })),
      /n_labels=2 label_stack=\[\{label=100\} \{label=200\}\]\}$/,
    );
    // Explicit null, label 0, counts.
    assert.match(String(paths({ n_labels: 1 })), /n_labels=1 label_stack=\[\{\}\]\}$/);
    // A count that can't be right hides nothing.
    assert.match(
      String(paths({ n_labels: 9, label_stack: labels(1, 2, 3, 4, 5, 6, 7, 8) })),
      /\{label=8\}\]\}$/,
    );
  });

  it("does so outside of arrays too, and leaves fields there as they are", () => {
    const sids = ["5", ...Array<string>(15).fill("0")];
    assert.deepEqual(
      cells("kit_details", {
        id: 0,
        nh: { address: { ip4: "0.0.0.0", ip6: "::" }, via_label: 0xffffffff },
        rx_count: 1,
        rx_list: [3, 0, 0, 0],
        tx_list: [3, 0, 0, 0],
        num_sids: 1,
        sids,
        rules: [
          { is_permit: "ACTION_DENY", key: "00000000", tag: "", hits: "0" },
          { is_permit: 7, key: "00000001", tag: "a b", hits: "10" },
        ],
      }),
      {
        id: "0",
        "nh.address.ip4": "0.0.0.0",
        "nh.address.ip6": "::",
        "nh.via_label": "4294967295",
        rx_count: "1",
        rx_list: "3",
        tx_list: "3,0,0,0",
        num_sids: "1",
        sids: "5",
        rules: '{is_permit=ACTION_DENY} {is_permit=7 key=00000001 tag="a b" hits=10}',
      },
    );
  });

  it("tells equal elements at an array's end by their number, where no field counts them", () => {
    const fold = (list: JsonObject["list"] & object): unknown => Object.fromEntries(cellsOf({ list })).list;
    assert.equal(fold([7, 0, 0, 0, 0]), "7,0,0,0,0");
    assert.equal(fold([7, 0, 0, 0, 0, 0]), "7,0 … 4 more like it");
    assert.equal(fold([0, 0, 0, 0, 0, 1]), "0,0,0,0,0,1");
    assert.equal(fold(Array<number>(16).fill(0)), "0 … 15 more like it");
    assert.equal(fold([]), "");
    assert.equal(fold([{ a: 1 }, ...Array<JsonObject>(14).fill({ a: 0 })]), "{a=1} {a=0} … 13 more like it");
  });

  it("has no more digits of a fraction than people read", () => {
    const text = (x: number): unknown => Object.fromEntries(cellsOf({ x })).x;
    assert.equal(text(339.79244510893795), "339.792445");
    assert.equal(text(1.23456789e-7), "1.23457e-7");
    assert.equal(text(1e21), "1e+21");
    assert.equal(text(2.5), "2.5");
  });
});

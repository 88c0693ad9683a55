import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Service } from "../schema/index.ts";
import { Requests, type Sent } from "./requests.ts";

let index = 0;
const sent = (name: string, context: number): Sent => ({ name, context, time: null, index: index++ });
const service = (reply: string | null, more: Partial<Service> = {}): Service => ({
  kind: "service",
  caller: "",
  reply,
  stream: false,
  streamMessage: null,
  events: [],
  ...more,
});
const answered = (requests: Requests, name: string, context: number) => {
  const found = requests.answered(name, context);
  return found === null ? null : [found.sent.name, found.last];
};

describe("Requests", () => {
  it("finds the request of a reply by context and name, once", () => {
    const requests = new Requests();
    requests.add(sent("a", 1), service("a_reply"));
    requests.add(sent("b", 1), service("b_reply"));
    requests.add(sent("c", 2), service(null));
    assert.equal(answered(requests, "a_reply", 2), null);
    assert.deepEqual(answered(requests, "b_reply", 1), ["b", true]);
    assert.equal(answered(requests, "b_reply", 1), null);
    assert.deepEqual(answered(requests, "a_reply", 1), ["a", true]);
    assert.equal(answered(requests, "c_reply", 2), null);
  });

  it("knows dumps, gets, and the dump that says it is something else", () => {
    const requests = new Requests();
    requests.add(sent("x_dump", 5), service("x_details", { stream: true }));
    requests.add(sent("control_ping", 5), service("control_ping_reply"));
    assert.deepEqual(answered(requests, "x_details", 5), ["x_dump", false]);
    assert.deepEqual(answered(requests, "x_details", 5), ["x_dump", false]);
    assert.deepEqual(answered(requests, "control_ping_reply", 5), ["x_dump", true]);
    assert.equal(answered(requests, "control_ping_reply", 5), null);
    requests.add(sent("x_get", 6), service("x_get_reply", { stream: true, streamMessage: "x_details" }));
    assert.deepEqual(answered(requests, "x_details", 6), ["x_get", false]);
    assert.deepEqual(answered(requests, "x_get_reply", 6), ["x_get", true]);
    const events = ["gre_tunnel_details_v2"];
    requests.add(sent("gre_tunnel_dump_v2", 7), service("gre_tunnel_dump_v2_reply", { events }));
    assert.deepEqual(answered(requests, "gre_tunnel_details_v2", 7), ["gre_tunnel_dump_v2", false]);
  });

  it("goes by the names where there are no definitions", () => {
    const requests = new Requests();
    requests.add(sent("y", 1), undefined);
    requests.add(sent("y_dump", 2), undefined);
    requests.add(sent("z_reply", 3), undefined);
    assert.deepEqual(answered(requests, "y_reply", 1), ["y", true]);
    assert.deepEqual(answered(requests, "y_details", 2), ["y_dump", false]);
    assert.deepEqual(answered(requests, "control_ping_reply", 2), ["y_dump", true]);
    assert.equal(answered(requests, "z_reply_reply", 3), null);
  });

  it("forgets the oldest of too many", () => {
    const requests = new Requests();
    for (let context = 0; context <= 65_536; context++) requests.add(sent("a", context), service("a_reply"));
    assert.equal(answered(requests, "a_reply", 0), null);
    assert.deepEqual(answered(requests, "a_reply", 1), ["a", true]);
    for (let i = 0; i < 40; i++) requests.add(sent(`b${i}`, 9), service(`b${i}_reply`));
    assert.equal(answered(requests, "b0_reply", 9), null);
    assert.deepEqual(answered(requests, "b39_reply", 9), ["b39", true]);
  });
});

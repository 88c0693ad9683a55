import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { message } from "../../test/support/calls.ts";
import { VppCompatibilityError } from "../errors/index.ts";
import { bindExchange } from "./binding.ts";
import { CallCounter } from "./call-stats.ts";

describe("bindExchange", () => {
  it("refuses an exchange of which any message has another layout in this VPP", () => {
    const named = (name: string) => ({ ...message, name, crc: "00000001" });
    const [request, details, reply] = [named("x_get"), named("x_details"), named("x_get_reply")];
    const exchange = { kind: "get", request, details, reply } as const;
    const ping = { request: named("control_ping"), reply: named("control_ping_reply") };
    const bind = (other: string) => {
      const entries = [request, details, reply].map(
        ({ name, crc }, id): [string, { id: number; crc: string }] => [
          name,
          { id, crc: name === other ? "00000002" : crc },
        ],
      );
      return bindExchange(exchange, new Map(entries), ping, new CallCounter());
    };
    assert.deepEqual([bind("").requestId, bind("").detailsId, bind("").replyId], [0, 1, 2]);
    for (const { name } of [request, details, reply]) {
      assert.throws(
        () => bind(name),
        (error) => error instanceof VppCompatibilityError && error.changed[0]?.name === name,
      );
    }
  });
});

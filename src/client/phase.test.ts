import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VppConnectionError } from "../errors/index.ts";
import { stateOf, whyNoSession } from "./phase.ts";

const error = new VppConnectionError("lost", "VPP closed the connection");

describe("a connector's phases", () => {
  it("show no more to the program than it is promised", () => {
    const timer = setTimeout(() => {}, 0);
    clearTimeout(timer);
    const again = { kind: "reconnecting", attempt: 2, delay: 100, error, timer } as const;
    assert.deepEqual(stateOf(again), { kind: "reconnecting", attempt: 2, delay: 100, error });
    assert.deepEqual(stateOf({ kind: "closing", done: Promise.resolve() }), { kind: "closed", error: null });
    assert.deepEqual(stateOf({ kind: "closed", error }), { kind: "closed", error });
    assert.equal(whyNoSession(again).cause, error);
  });

  it("say why there is no session", () => {
    assert.match(whyNoSession({ kind: "connecting" }).message, /await connect\(\) first/);
    assert.equal(whyNoSession({ kind: "closed", error }).cause, error);
    assert.equal(whyNoSession({ kind: "closed", error: null }).cause, undefined);
    const closing = whyNoSession({ kind: "closing", done: Promise.resolve() });
    assert.deepEqual([closing.name, closing.message], ["VppStateError", "the client is closed"]);
  });
});

import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { historyPath } from "./history.ts";

describe("where the prompt's history is kept", () => {
  it("is the state folder of the XDG specification, or where it is told, or nowhere", () => {
    const home = join(homedir(), ".local/state/vpp-ts/history");
    assert.equal(historyPath({}), home);
    assert.equal(historyPath({ XDG_STATE_HOME: "/state" }), "/state/vpp-ts/history");
    assert.equal(historyPath({ XDG_STATE_HOME: "relative" }), home);
    assert.equal(historyPath({ XDG_STATE_HOME: "" }), home);
    assert.equal(historyPath({ XDG_STATE_HOME: "/state", VPP_TS_REPL_HISTORY: "/other" }), "/other");
    assert.equal(historyPath({ VPP_TS_REPL_HISTORY: "" }), null);
    assert.equal(historyPath({ VPP_TS_REPL_HISTORY: " " }), null);
  });
});

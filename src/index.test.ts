import assert from "node:assert/strict";
import { it } from "node:test";
import * as entry from "./index.ts";

it("the package's entry exports these values and no others", () => {
  assert.deepEqual(Object.keys(entry).sort(), [
    "EAGAIN",
    "INVALID_REGISTRATION",
    "Vpp",
    "VppApiError",
    "VppCompatibilityError",
    "VppConnectionError",
    "VppDecodeError",
    "VppDefinitionError",
    "VppEncodeError",
    "VppError",
    "VppPipelineError",
    "VppRecordingError",
    "VppStateError",
    "VppStatsError",
    "VppTimeoutError",
    "connect",
    "errnoName",
    "formatPosition",
  ]);
});

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { makeFolder } from "./folder.ts";

describe("makeFolder", () => {
  const root = mkdtempSync(join(tmpdir(), "vpp-ts-folder-"));
  after(() => rmSync(root, { recursive: true, force: true }));

  it("makes all that is missing, for this user alone, and leaves what is there", async () => {
    const folder = join(root, "a", "b", "c");
    await makeFolder(folder);
    await makeFolder(folder);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(root, "a")).mode & 0o777, 0o700);
  });

  it("fails where there can be none", { skip: existsSync("/proc/self") ? false : "no /proc" }, async () => {
    await assert.rejects(makeFolder("/proc/vpp-ts/cache"), { code: "ENOENT" });
    await assert.rejects(makeFolder("/dev/null/vpp-ts"), { code: "ENOTDIR" });
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Simulator } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "vpp-sim-listen-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("a socket that a killed process left is replaced, one in use is not", async () => {
  const socket = join(folder, "api.sock");
  const code = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", code]);
  assert.ok(existsSync(socket));
  await using first = await Simulator.start({ socket });
  await assert.rejects(Simulator.start({ socket }), { code: "EADDRINUSE" });
  assert.equal(first.socket, socket);
});

test("a path in no folder is told", async () => {
  await assert.rejects(Simulator.start({ socket: join(folder, "none", "api.sock") }), {
    code: /^(ENOENT|EACCES)$/,
  });
});

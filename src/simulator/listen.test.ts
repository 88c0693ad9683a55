import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { listen } from "../transport/listen.ts";
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

test("a socket is the owner's only, from the first moment and whatever the umask", async () => {
  const socket = join(folder, "own.sock");
  const before = process.umask(0);
  try {
    const listening = listen(socket, () => {});
    assert.equal(statSync(socket).mode & 0o777, 0o600, "before anyone was told of it");
    (await listening).close();
    await using sim = await Simulator.start({ socket: join(folder, "sim.sock") });
    assert.equal(statSync(sim.socket).mode & 0o777, 0o600);
    await using own = await Simulator.start();
    assert.equal(statSync(own.socket).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(own.socket)).mode & 0o777, 0o700);
    assert.equal(process.umask(), 0, "the program's own mask is as it was");
  } finally {
    process.umask(before);
  }
});

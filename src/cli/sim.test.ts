import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { codeOf, loader } from "../../test/support/program.ts";

test("sim says where it listens, and leaves nothing when interrupted", async () => {
  const url = pathToFileURL(codeOf("src/cli/sim.ts")).href;
  const code = `const { sim } = await import(${JSON.stringify(url)}); await sim({ seed: 3 });`;
  const child = spawn(process.execPath, [...loader, "--input-type=module", "-e", code]);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const socket = connect(line.toString().trim());
  await once(socket, "connect");
  // An id of nobody: what is dropped is told on standard error.
  socket.write(Buffer.from(`${"00".repeat(8)}0000000200000000ffff`, "hex"));
  const [log] = (await once(child.stderr, "data")) as [Buffer];
  assert.match(log.toString(), /message id 65535 unknown, dropped/);
  child.kill("SIGINT");
  const [status] = await once(child, "exit");
  socket.destroy();
  assert.equal(status, 0);
  assert.equal(existsSync(line.toString().trim()), false);
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { codeOf, loader } from "./program.ts";
import { skipWithoutVpp, startVpp } from "./vpp.ts";
import { vppPaths } from "./vpp-config.ts";
import { removeFiles } from "./vpp-process.ts";

/** A process that ended counts as gone even while nobody has collected it. */
function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false;
  }
}

function leftBy(vpp: { dir: string; shmPrefix: string }): string[] {
  const shm = ["global_vm", "vpe-api"].map((name) => `/dev/shm/${vpp.shmPrefix}-${name}`);
  return [vpp.dir, ...shm].filter((path) => existsSync(path));
}

describe("a VPP for tests", { skip: skipWithoutVpp }, () => {
  it("starts beside others, answers, and leaves nothing behind", async () => {
    const both = await Promise.all([startVpp(), startVpp({ plugins: ["ping"] })]);
    const [plain, ping] = both;
    assert.notEqual(plain.pid, ping.pid);
    assert.match(await plain.vppctl("show version"), /^vpp v/);
    assert.doesNotMatch(await plain.vppctl("show plugins"), /_plugin\.so/);
    assert.match(await ping.vppctl("show plugins"), /ping_plugin\.so/);
    assert.ok(existsSync(plain.statsSocket));
    assert.ok(plain.cpuSeconds() > 0);
    await Promise.all(both.map((vpp) => vpp.stop()));
    for (const vpp of both) {
      assert.equal(vpp.running, false);
      assert.deepEqual(leftBy(vpp), []);
    }
  });

  it("can be killed, stopped in its tracks, and started again on the same sockets", async () => {
    await using vpp = await startVpp();
    const first = vpp.pid;
    await vpp.kill("SIGKILL");
    assert.deepEqual(await vpp.exited, { code: null, signal: "SIGKILL" });
    await vpp.restart({ plugins: ["ping"] });
    assert.notEqual(vpp.pid, first);
    assert.match(await vpp.vppctl("show plugins"), /ping_plugin\.so/);
    await vpp.kill("SIGSTOP");
    assert.equal(vpp.running, true);
    await vpp.restart();
    assert.match(await vpp.vppctl("show plugins"), /ping_plugin\.so/);
  });

  it("says why VPP did not start, with the end of its log", async () => {
    await assert.rejects(
      startVpp({ config: "no-such-stanza { }" }),
      /ended during its start.*no-such-stanza/s,
    );
  });

  it("goes with a test that is killed", async () => {
    const script = `
      import { startVpp } from ${JSON.stringify(pathToFileURL(codeOf("test/support/vpp.ts")).href)};
      const vpp = await startVpp();
      console.log(JSON.stringify([vpp.pid, vpp.dir, vpp.shmPrefix]));
      setInterval(() => {}, 1000);`;
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const test = spawn(process.execPath, [...loader, "--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = await test.stdout.take(1).toArray();
      const [pid, dir, shmPrefix]: [number, string, string] = JSON.parse(String(line));
      assert.ok(alive(pid));
      const closed = new Promise((resolve) => test.once("close", resolve));
      test.kill(signal);
      await closed;
      while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
      // Nobody is left to remove files after SIGKILL.
      if (signal === "SIGKILL") removeFiles(vppPaths(dir, shmPrefix));
      assert.deepEqual(leftBy({ dir, shmPrefix }), []);
    }
  });
});

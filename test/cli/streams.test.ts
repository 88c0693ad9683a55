import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { serveSegment } from "../../src/stats/serve/index.ts";
import { vppTsCommand } from "../support/program.ts";

const run = promisify(execFile);
const command = vppTsCommand.map((word) => `"${word}"`).join(" ");

/** What a shell says of a script: exit status and standard error. */
async function shell(script: string): Promise<{ readonly status: number; readonly stderr: string }> {
  const ended = run("bash", ["-c", script]).then(
    ({ stderr }) => ({ status: 0, stderr }),
    (error: { code: number; stderr: string }) => ({ status: error.code, stderr: error.stderr }),
  );
  return await ended;
}

/** Each prints by a way of its own. */
const PRINTING = ["--help", "help call", "--version", "completion bash"] as const;

/** Counters are served and read with native code. */
const skip = await import("koffi").then(
  () => false,
  () => "no koffi: counters can't be served",
);

describe("counters for a reader that has gone", { skip }, () => {
  for (const args of ["ls", "get --all", "watch --interval 0.05", "watch --interval 0.05 --json"]) {
    it(`ends stats ${args} in silence`, async () => {
      const served = await serveSegment(`abstract:vpp-ts-streams-${process.pid}`, 4 << 20);
      try {
        // More than a pipe holds.
        served.writer.change(() => {
          for (let i = 0; i < 4000; i++)
            served.writer.scalar(`/sys/counter-with-a-name-that-is-long/${i}`, i);
        });
        const { status, stderr } = await shell(
          `set -o pipefail; ${command} stats ${args} --socket ${served.path} | head -1 > /dev/null`,
        );
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
      } finally {
        served.close();
      }
    });
  }
});

describe("standard output that takes nothing", () => {
  for (const args of PRINTING) {
    it(`ends ${args} in silence when its reader has gone`, async () => {
      // The pipe's end is closed before anything is written.
      const { status, stderr } = await shell(`${command} ${args} > >(exec 0<&-; sleep 1); exit $?`);
      assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    });

    it(`says in one line that the disk is full: ${args}`, async () => {
      const { status, stderr } = await shell(`${command} ${args} > /dev/full`);
      assert.deepEqual(
        { status, stderr },
        { status: 1, stderr: "standard output: no space left on device\n" },
      );
    });
  }
});

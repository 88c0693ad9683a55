import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generateBindings } from "../../src/cli/generate.ts";
import { bindingsFolder, removeFolder } from "../support/generated.ts";
import { linkPackage } from "../support/package-link.ts";
import { compile } from "../support/tsc.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

const run = promisify(execFile);
const EXAMPLE = fileURLToPath(new URL("../../examples/controller", import.meta.url));

describe("examples/controller", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  let folder = "";

  before(async () => {
    vpp = await startVpp({ plugins: ["acl"] });
    folder = realpathSync(bindingsFolder("controller"));
    cpSync(EXAMPLE, folder, { recursive: true });
    linkPackage(folder);
    const modules = ["interface", "ip", "acl"];
    await generateBindings({ socket: vpp.apiSocket, out: join(folder, "vpp"), modules });
  });
  after(async () => {
    removeFolder(folder);
    await vpp?.stop();
  });

  it("compiles", () => {
    assert.equal(compile(folder), "");
  });

  it("does its work on a real VPP, with no code made at run time", async () => {
    const flags = ["--disallow-code-generation-from-strings", "--import", import.meta.resolve("tsx")];
    const { stdout, stderr } = await run(process.execPath, [...flags, join(folder, "controller.ts")], {
      env: { ...process.env, VPP_API_SOCKET: vpp.apiSocket },
      cwd: folder,
    });
    assert.equal(stderr, "");
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines, [
      {
        what: "interface",
        interface_name: "loop0",
        l2_address: "de:ad:00:00:00:00",
        up: true,
        addresses: ["192.0.2.1/24"],
      },
      {
        what: "interface",
        interface_name: "loop1",
        l2_address: "de:ad:00:00:00:01",
        up: false,
        addresses: ["198.51.100.1/24"],
      },
      { what: "route", prefix: "203.0.113.0/24", via: ["192.0.2.254"] },
      {
        what: "acl",
        tag: "controller",
        rules: [
          { is_permit: 1, proto: 6 },
          { is_permit: 0, proto: 0 },
        ],
      },
      { what: "events", up: 1, deleted: 2 },
    ]);
  });
});

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "esbuild";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { bindingsFolder, RUNTIME, removeFolder, writeBindings } from "../support/generated.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";

/** Bytes that one message may cost beyond the runtime. */
const LIMIT = 15_000;

describe("a bundle with the bindings of all of 26.06", { skip: skipWithoutShared }, () => {
  let folder = "";

  before(() => {
    folder = bindingsFolder("bundle");
    writeBindings(folder, loadDefinitions(sharedPath("vpp-26.06-api")));
  });
  after(() => removeFolder(folder));

  /** The text of a bundle, and how much of it comes from the bindings. */
  async function bundle(program: string): Promise<{ text: string; bindings: number; runtime: number }> {
    const entry = join(folder, "program.ts");
    writeFileSync(entry, program);
    const { outputFiles, metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      absWorkingDir: folder,
      logLevel: "error",
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const bytes = (own: boolean) =>
      inputs.reduce(
        (sum, [path, { bytesInOutput }]) => sum + (path.includes("/") === own ? 0 : bytesInOutput),
        0,
      );
    return { text: outputFiles[0]?.text ?? "", bindings: bytes(true), runtime: bytes(false) };
  }

  for (const name of ["createLoopback", "swInterfaceDump", "ipRouteAddDel", "swInterfaceEvent"]) {
    it(`that uses ${name} alone holds little else`, async () => {
      const { text, bindings } = await bundle(
        `import { ${name} } from "./index.js";\nconsole.log(${name});\n`,
      );
      assert.ok(bindings > 1000 && bindings < LIMIT, `${bindings} bytes`);
      assert.match(text, /function encode_/);
      assert.doesNotMatch(text, /acl_add_replace|nat44|cli_inband/);
    });
  }

  it("that uses nothing holds nothing", async () => {
    const { bindings, runtime } = await bundle('import "./index.js";\n');
    assert.deepEqual([bindings, runtime], [0, 0]);
  });

  it("that uses a module's whole definition holds that module", async () => {
    const program = 'import { interfaceApi } from "./index.js";\nconsole.log(interfaceApi);\n';
    const { text, bindings } = await bundle(program);
    assert.ok(bindings > 4 * LIMIT, `${bindings} bytes`);
    assert.match(text, /sw_interface_set_flags/);
    assert.doesNotMatch(text, /acl_add_replace/);
  });

  it("leaves out what the message doesn't need of the runtime too", async () => {
    const whole = await bundle(`import * as all from ${JSON.stringify(RUNTIME)};\nconsole.log(all);\n`);
    const one = await bundle('import { showVersion } from "./index.js";\nconsole.log(showVersion);\n');
    assert.ok(one.runtime * 2 < whole.runtime, `${one.runtime} of ${whole.runtime} bytes`);
  });
});

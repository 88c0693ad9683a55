import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { generateBindings } from "../../src/cli/generate.ts";
import { bindingsFolder, RUNTIME, removeFolder } from "../support/generated.ts";
import { compile, writeProject } from "../support/tsc.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

const CLIENT = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
/** VPP's source tree, where it is at hand. */
const SOURCES = join(process.env.VPP_SRC ?? "", "src");

const PROGRAM = `
import { connect } from ${JSON.stringify(CLIENT)};
import { type Api, type FibPathInput, IfStatusFlags, interfaceApi, ipApi, swInterfaceEvent } from "./index.js";

export async function typesOnly(): Promise<number> {
  await using vpp = await connect<Api>();
  const { program } = await vpp.api.show_version();
  return program.length;
}
export async function main(path: FibPathInput): Promise<void> {
  await using vpp = await connect({ definitions: [interfaceApi, ipApi] });
  const { sw_if_index } = await vpp.api.create_loopback();
  await vpp.api.sw_interface_set_flags({ sw_if_index, flags: IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP });
  await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix: "192.0.2.1/24" });
  await vpp.api.ip_route_add_del({ is_add: true, route: { prefix: "198.51.100.0/24", paths: [path] } });
  for await (const event of vpp.events(swInterfaceEvent)) void event.flags;
}
`;

/** Top-level declarations by what they declare, without comments. */
function declarations(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".ts") || name === "index.ts" || name === "program.ts") continue;
    const text = readFileSync(join(folder, name), "utf8").replace(/^ *(\/\*\*[\s\S]*?\*\/|\/\/.*)\n/gm, "");
    for (const block of text.split(/^(?=(?:export )?(?:type|const|function) )/m)) {
      const head = /^(?:export )?(type|const|function) ([\w$]+)/.exec(block);
      if (head !== null) found.set(`${head[1]} ${head[2]}`, block.trim());
    }
  }
  return found;
}

describe("bindings of a real VPP 26.06", { skip: skipWithoutVpp }, () => {
  const folders = new Map<string, string>();
  let vpp: Vpp;

  before(async () => {
    vpp = await startVpp({ plugins: "all" });
    const sources = {
      socket: { socket: vpp.apiSocket },
      ...(vpp.apiDir === null ? {} : { json: { api: [vpp.apiDir] } }),
      ...(existsSync(join(SOURCES, "vnet")) ? { api: { api: [SOURCES] } } : {}),
    };
    for (const [name, source] of Object.entries(sources)) {
      const folder = bindingsFolder(name);
      folders.set(name, folder);
      await generateBindings({ ...source, out: folder, runtime: RUNTIME });
    }
  });
  after(async () => {
    for (const folder of folders.values()) removeFolder(folder);
    await vpp?.stop();
  });

  it("are the same from its socket, its JSON and its sources", (t) => {
    if (!folders.has("api")) t.diagnostic("VPP_SRC names no source tree: sources left out");
    const [socket, ...others] = [...folders.values()].map(declarations);
    assert.ok(socket !== undefined && socket.size > 10_000 && others.length > 0);
    for (const other of others) {
      const differing: string[] = [...socket]
        .filter(([name, text]) => other.get(name) !== text)
        .map(([name]) => name);
      assert.deepEqual(differing, []);
    }
    const [json, api] = others;
    for (const [name, text] of api === undefined ? [] : (json ?? []))
      assert.equal(api?.get(name), text, name);
  });

  for (const source of ["socket", "json", "api"]) {
    it(`from ${source} compile in the strictest mode, and one program against them`, (t) => {
      const folder = folders.get(source);
      if (folder === undefined) return t.skip(`no ${source}: set VPP_SRC`);
      writeFileSync(join(folder, "program.ts"), PROGRAM);
      writeProject(folder, ["program.ts"]);
      assert.equal(compile(folder), "");
      return undefined;
    });
  }
});

// How long generating takes, and the compiler on what was generated. Cases by name:
//
//   VPP_TS_SHARED=../shared node --import tsx bench/codegen/main.ts [FILTER] [--runs=5]
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { generateBindings } from "../../src/cli/generate.ts";
import { bindingsFolder, RUNTIME, removeFolder } from "../../test/support/generated.ts";
import { sharedPath } from "../../test/support/shared.ts";
import { compile, writeProject } from "../../test/support/tsc.ts";

const CLIENT = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const FIVE = `import { connect } from ${JSON.stringify(CLIENT)};
import { aclApi } from "./acl.js";
import { interfaceApi } from "./interface.js";
import { ipApi } from "./ip.js";
import { l2Api } from "./l2.js";
import { vpeApi } from "./vpe.js";
await using vpp = await connect({ definitions: [aclApi, interfaceApi, ipApi, l2Api, vpeApi] });
const { sw_if_index } = await vpp.api.create_loopback();
await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix: "192.0.2.1/24" });
for await (const { route } of vpp.api.ip_route_dump({ table: { table_id: 0 } })) console.log(route.prefix);
for await (const { tag } of vpp.api.acl_dump()) console.log(tag);
console.log((await vpp.api.show_version()).version);
`;
const ALL = `import { connect } from ${JSON.stringify(CLIENT)};
import type { Api } from "./index.js";
await using vpp = await connect<Api>();
console.log((await vpp.api.show_version()).version);
`;

interface Case {
  readonly name: string;
  run(): unknown;
}

const folder = bindingsFolder("bench");
const api = [sharedPath("vpp-26.06-api")];
const bindings = { api, out: folder, runtime: RUNTIME };
const filter = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
const runs = Number(/--runs=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 5);

function checked(file: string): void {
  writeProject(folder, [file]);
  const said = compile(folder);
  if (said !== "") throw new Error(said);
}

const cases: readonly Case[] = [
  {
    name: "generate all modules into an empty folder",
    run: () => {
      rmSync(folder, { recursive: true });
      return generateBindings(bindings);
    },
  },
  { name: "generate all modules, nothing changed", run: () => generateBindings(bindings) },
  { name: "generate --check", run: () => generateBindings({ ...bindings, check: true }) },
  { name: "type-check a program with five modules", run: () => checked("five.ts") },
  { name: "type-check a program with all modules", run: () => checked("all.ts") },
];

try {
  await generateBindings(bindings);
  for (const { name, run } of cases.filter((each) => each.name.includes(filter))) {
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      if (name.startsWith("type-check")) prepare();
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const [best = 0, median = 0] = [times[0], times[times.length >> 1]];
    console.log(`${name}: ${Math.round(median)} ms (best ${Math.round(best)} of ${runs})`);
  }
} finally {
  removeFolder(folder);
}

function prepare(): void {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "five.ts"), FIVE);
  writeFileSync(join(folder, "all.ts"), ALL);
}

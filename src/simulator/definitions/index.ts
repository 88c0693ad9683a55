import { type ApiFile, compileApi, linkSchema, type ParsedFiles, type Schema } from "../../schema/index.ts";
import { acl } from "./acl.ts";
import { aclTypes } from "./acl-types.ts";
import { ethernetTypes } from "./ethernet-types.ts";
import { fibTypes } from "./fib-types.ts";
import { interface_ } from "./interface.ts";
import { interfaceTypes } from "./interface-types.ts";
import { ip } from "./ip.ts";
import { ipNeighbor } from "./ip-neighbor.ts";
import { ipTypes } from "./ip-types.ts";
import { l2 } from "./l2.ts";
import { memclnt } from "./memclnt.ts";
import { vlib } from "./vlib.ts";
import { vpe } from "./vpe.ts";
import { vpeTypes } from "./vpe-types.ts";

/** What files are called where VPP has them: imports name the ends of these. */
const SOURCES: Readonly<Record<string, string>> = {
  "memclnt.api": memclnt,
  "ethernet_types.api": ethernetTypes,
  "interface_types.api": interfaceTypes,
  "ip_types.api": ipTypes,
  "fib_types.api": fibTypes,
  "vpe_types.api": vpeTypes,
  "acl_types.api": aclTypes,
  "vlib.api": vlib,
  "vpe.api": vpe,
  "interface.api": interface_,
  "ip.api": ip,
  "ip_neighbor.api": ipNeighbor,
  "l2.api": l2,
  "acl.api": acl,
};

let files: readonly ApiFile[] | undefined;
let schema: Schema | undefined;

/** The definitions of what the simulator models, as 26.06 has them; compiled when first asked for. */
export function modelledFiles(): readonly ApiFile[] {
  if (files === undefined) {
    const parsed: ParsedFiles = new Map();
    const resolveImport = (path: string) => {
      const file = path.slice(path.lastIndexOf("/") + 1);
      const text = SOURCES[file];
      return text === undefined ? { tried: [path] } : { file, text };
    };
    files = Object.entries(SOURCES).map(([file, text]) => compileApi(text, { file, resolveImport, parsed }));
  }
  return files;
}

export function modelledSchema(): Schema {
  schema ??= linkSchema(modelledFiles());
  return schema;
}

import type { Interface } from "./interfaces.ts";
import type { Model } from "./model.ts";
import { BUILD_DATE, VERSION } from "./version.ts";

interface Node {
  readonly run?: (model: Model) => string;
  readonly next?: Readonly<Record<string, Node>>;
}

/** The commands that the simulator knows; any words that tell them apart will do, as in VPP. */
const COMMANDS: Readonly<Record<string, Node>> = {
  show: {
    next: {
      interface: { run: interfaces, next: { address: { run: addresses } } },
      ip: { next: { table: { run: (model) => tables(model, false) } } },
      ip6: { next: { table: { run: (model) => tables(model, true) } } },
      version: { run: () => `vpp v${VERSION} built by vpp-ts on simulator at ${BUILD_DATE}\n` },
    },
  },
};

/** What cli_inband answers. Unknown input is told in VPP's words, with retval -1. */
export function runCommand(model: Model, line: string): { retval: number; reply: string } {
  const words = line.split(/\s+/).filter((word) => word !== "");
  let node: Node = { next: COMMANDS };
  const path: string[] = [];
  while (node.next !== undefined) {
    const word = words[0];
    const name = word === undefined ? undefined : match(Object.keys(node.next), word);
    if (name === undefined) break;
    words.shift();
    path.push(name);
    node = node.next[name] as Node;
  }
  if (node.run !== undefined && words.length === 0) return { retval: 0, reply: node.run(model) };
  const where = path.length === 0 ? "" : `${path.join(" ")}: `;
  return { retval: -1, reply: `${where}unknown input \`${words.join(" ")}'\n` };
}

function match(names: readonly string[], word: string): string | undefined {
  return names.find((name) => name === word) ?? names.find((name) => name.startsWith(word));
}

function byName(model: Model): Interface[] {
  return [...model.interfaces.pool].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function centred(text: string, width: number): string {
  const space = Math.max(0, width - text.length);
  return " ".repeat(Math.ceil(space / 2)) + text + " ".repeat(Math.floor(space / 2));
}

function interfaces(model: Model): string {
  const head =
    "              Name               Idx    State  MTU (L3/IP4/IP6/MPLS)     Counter          Count     \n";
  const line = ({ name, sw_if_index, up, mtu }: Interface) =>
    `${name.padEnd(32)}${centred(String(sw_if_index), 5)}${centred(up ? "up" : "down", 10)}${centred(mtu.join("/"), 21)}\n`;
  return head + byName(model).map(line).join("");
}

function addresses(model: Model): string {
  return byName(model)
    .map((itf) => {
      const all = [...model.addresses.of(itf, false), ...model.addresses.of(itf, true)];
      return `${itf.name} (${itf.up ? "up" : "dn"}):\n${all.map(({ text }) => `  L3 ${text}\n`).join("")}`;
    })
    .join("");
}

function tables(model: Model, isIp6: boolean): string {
  return model.fib
    .tables()
    .filter((table) => table.isIp6 === isIp6)
    .map(({ id, name }, index) => `[${index}] table_id:${id} ${name}\n`)
    .join("");
}

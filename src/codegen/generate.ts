import { didYouMean } from "../codec/suggest.ts";
import { VppDefinitionError } from "../errors/index.ts";
import type { Message, NamedType, Schema } from "../schema/index.ts";
import { fileStem, type ImportStyle, relative } from "./file.ts";
import { generateModule, MARK, type Plan } from "./module.ts";
import { Names } from "./names.ts";
import { rolesOf } from "./roles.ts";
import { WHOLE_API } from "./words.ts";

export interface GenerateOptions {
  /** Only these modules and what they import; all where it is missing or empty. */
  readonly modules?: readonly string[];
  /** What generated files import the runtime from; `vpp-ts/codec/runtime` where it is missing. */
  readonly runtime?: string;
  /** The ending of imports between generated files; `.js` where it is missing. */
  readonly extension?: ImportStyle["extension"];
}

/**
 * TypeScript bindings for a schema: the text of each file, by name; the same for the same schema. A module's text
 * doesn't depend on which others are asked for.
 *
 * @throws VppDefinitionError for a module that isn't there, and for definitions that have no wire form.
 */
export function generate(schema: Schema, options: GenerateOptions = {}): ReadonlyMap<string, string> {
  const plan = planOf(schema, {
    runtime: options.runtime ?? "vpp-ts/codec/runtime",
    extension: options.extension ?? ".js",
  });
  const all = [...new Set([...schema.modules.keys(), ...plan.types.keys()])];
  const wanted = options.modules === undefined || options.modules.length === 0 ? all : options.modules;
  for (const module of wanted) {
    if (all.includes(module)) continue;
    throw new VppDefinitionError(`no module is called ${module}${didYouMean(module, all)}`);
  }
  const texts = new Map<string, string>();
  const queue = [...wanted];
  for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
    if (texts.has(module)) continue;
    const { text, imports } = generateModule(plan, module);
    texts.set(module, text);
    queue.push(...imports);
  }
  const modules = [...texts.keys()].sort();
  const files = modules.map((module) => [`${fileStem(module)}.ts`, texts.get(module) as string] as const);
  return new Map([...files, ["index.ts", indexText(plan, modules)]]);
}

function planOf(schema: Schema, style: ImportStyle): Plan {
  const messages = grouped(schema.messages.values());
  const types = grouped([...schema.types.values()].sort(byKindAndName));
  const modules = new Set([...schema.modules.keys(), ...types.keys()]);
  return { schema, names: new Names(schema, modules), roles: rolesOf(schema), style, messages, types };
}

const ORDER: readonly NamedType["kind"][] = ["alias", "enum", "struct", "union"];

/** Sources differ in the order they give types in; files don't. */
function byKindAndName(a: NamedType, b: NamedType): number {
  const kinds = ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  return kinds !== 0 ? kinds : a.name < b.name ? -1 : 1;
}

function grouped<T extends Message | NamedType>(items: Iterable<T>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.module);
    if (group === undefined) groups.set(item.module, [item]);
    else group.push(item);
  }
  return groups;
}

function indexText(plan: Plan, modules: readonly string[]): string {
  const apis = modules.filter((module) =>
    plan.messages.get(module)?.some((m) => plan.roles.exchanges.has(m) || plan.roles.events.has(m)),
  );
  const from = (module: string) => JSON.stringify(relative(module, plan.style));
  const types = apis.map((module) => plan.names.module(module).type);
  const body = types.length === 0 ? " {}" : ` extends\n  ${types.join(",\n  ")} {}`;
  return [
    `${MARK} ${modules.length} API files. Do not edit.`,
    "/* eslint-disable */",
    ...apis.map((module) => `import type { ${plan.names.module(module).type} } from ${from(module)};`),
    "",
    ...modules.map((module) => `export * from ${from(module)};`),
    "",
    "/** The whole API, by VPP's names. */",
    `export interface ${WHOLE_API}${body}`,
    "",
  ].join("\n");
}

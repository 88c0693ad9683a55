import type { JsonObject } from "../../codec/index.ts";
import { didYouMean } from "../../codec/index.ts";
import type { Module, Schema } from "../../schema/index.ts";
import { UsageError } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import { Output } from "../output.ts";
import { type Format, printerFor } from "../printer.ts";
import { schemaFor } from "./schema.ts";
import { roleOf, statusOf } from "./status.ts";

export interface LsCommand extends ConnectionArguments {
  /** Whose messages and types are wanted; without any, the modules themselves. */
  readonly modules: readonly string[];
  /** Only messages with a word on their future; of all modules where none is named. */
  readonly status?: boolean;
  readonly format: Format;
}

/** `vpp-ts api ls`: the modules, or what is in some of them. */
export async function ls({ modules, format, status = false, ...options }: LsCommand): Promise<void> {
  const schema = await schemaFor(options);
  if (modules.length === 0 && !status) return printRows(allModules(schema), format);
  const named = modules.length === 0 ? [...schema.modules.keys()].sort() : modules;
  const rows = named.flatMap((name) => contents(schema, name));
  await printRows(status ? rows.filter((row) => row.status !== "") : rows, format);
}

export async function printRows(rows: readonly JsonObject[], format: Format): Promise<void> {
  const output = new Output();
  const printer = printerFor(format, output);
  printer.begin();
  for (const row of rows) await printer.item(row);
  await printer.end();
  await output.flush();
}

function allModules(schema: Schema): JsonObject[] {
  const types = new Map<string, number>();
  for (const { module } of schema.types.values()) types.set(module, (types.get(module) ?? 0) + 1);
  const rows = [...schema.modules.values()].map(({ name, version, messages }) => ({
    module: name,
    version: version ?? "",
    messages: messages.length,
    types: types.get(name) ?? 0,
  }));
  // VPP has them in the order in which it loaded its plugins.
  return rows.sort((a, b) => (a.module < b.module ? -1 : 1));
}

function contents(schema: Schema, name: string): JsonObject[] {
  const module: Module | undefined = schema.modules.get(name);
  if (module === undefined) {
    throw new UsageError(
      `no module ${JSON.stringify(name.slice(0, 64))}${didYouMean(name, schema.modules.keys())}`,
    );
  }
  const types = [...schema.types.values()].filter((type) => type.module === name);
  return [
    ...module.messages.flatMap((message): JsonObject[] => {
      const found = schema.messages.get(message);
      return found === undefined
        ? []
        : [
            {
              kind: "message",
              name: message,
              crc: found.crc,
              status: statusOf(found.options).join(", "),
              role: roleOf(schema, message),
            },
          ];
    }),
    ...types.map((type): JsonObject => ({ kind: type.kind, name: type.name, crc: "", status: "", role: "" })),
  ];
}

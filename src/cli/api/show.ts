import type { ConnectionArguments } from "../options.ts";
import { Output } from "../output.ts";
import { styleOf } from "../table/style.ts";
import { jsonText, printable, wrapped } from "../text.ts";
import { type Description, describe, type EnumDescription } from "./describe.ts";
import type { FieldNode } from "./fields.ts";
import { schemaFor } from "./schema.ts";

export interface ShowCommand extends ConnectionArguments {
  /** Messages or types. */
  readonly names: readonly string[];
  readonly json?: boolean;
}

/** `vpp-ts api show`: everything the definitions say of messages and types. */
export async function show({ names, json = false, ...options }: ShowCommand): Promise<void> {
  const schema = await schemaFor(options);
  const output = new Output();
  const found = names.map((name) => describe(schema, name));
  if (json) output.line(jsonText(found.length === 1 ? found[0] : found, 2));
  else output.add(found.map(textOf).join("\n"));
  await output.flush();
}

/** What the definitions say of a message or type, for people. */
export function textOf(what: Description): string {
  const { bold, dim, width } = styleOf(process.stdout);
  const size = what.size === null ? "size varies" : `${what.size} bytes`;
  const lines = [`${bold(`${what.kind} ${what.name}`)}  (${facts(what, size).join(", ")})`];
  if (what.kind === "message") {
    lines.push(what.role, ...(what.status.length === 0 ? [] : [bold(what.status.join(", "))]));
  } else if (what.alias !== null) lines.push(`= ${what.alias}`);
  if (what.comment !== null) lines.push(dim(printable(what.comment.trim(), "\n\t")));
  if (what.fields.length > 0)
    lines.push("", ...tree(what.fields).map(([row, isHead]) => (isHead ? bold(row) : row)));
  for (const item of what.enums) lines.push("", ...enumLines(item));
  if (what.kind !== "message") {
    const { fields, messages } = what.usedBy;
    lines.push("", wrapped(`used by ${fields.length === 0 ? "no field" : fields.join(", ")}`, width));
    lines.push(wrapped(`in ${messages.length} messages ${messages.join(", ")}`.trim(), width));
  }
  return `${lines.join("\n")}\n`;
}

function facts(what: Description, size: string): string[] {
  return what.kind === "message" ? [what.module, `crc ${what.crc}`, size] : [what.module, size];
}

/** A table whose first column is indented as the fields are nested. */
function tree(fields: readonly FieldNode[]): [row: string, isHead: boolean][] {
  const rows: string[][] = [["field", "type", "offset", "size", ""]];
  const add = (nodes: readonly FieldNode[], depth: number): void => {
    for (const { name, type, offset, size, notes, fields: inner } of nodes) {
      rows.push([
        "  ".repeat(depth) + name,
        type,
        String(offset ?? "-"),
        String(size ?? "-"),
        printable(notes.join(", ")),
      ]);
      add(inner, depth + 1);
    }
  };
  add(fields, 0);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, i) => {
    const cells = row.map((text, column) => {
      const width = widths[column] ?? 0;
      return column === 2 || column === 3 ? text.padStart(width) : text.padEnd(width);
    });
    return [cells.join("  ").trimEnd(), i === 0];
  });
}

function enumLines({ name, base, flag, members }: EnumDescription): string[] {
  const all = Object.entries(members);
  const width = Math.max(...all.map(([member]) => member.length));
  const lines = all.map(
    ([member, value]) => `  ${member.padEnd(width)}  ${flag ? `0x${value.toString(16)}` : value}`,
  );
  return [`${flag ? "enumflag" : "enum"} ${name} : ${base}`, ...lines];
}

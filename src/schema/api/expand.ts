/**
 * A file with everything it imports, in VPP's order: the types of an import stand where it is imported,
 * again each time it is (vppapigen.py, process_imports).
 */
import { VppDefinitionError } from "../../errors/index.ts";
import type { TypeDeclaration } from "../file/declarations.ts";
import { MAX_DECLARATIONS } from "../limits.ts";
import type { Dialect } from "./dialect.ts";
import { Importer, type ParsedFiles, type ResolveImport } from "./imports.ts";
import type { ImportSyntax, Statement } from "./syntax.ts";
import { TypeTable } from "./types.ts";

/** A type declared or imported, an import, or another statement of the file itself. */
export type Item =
  | { readonly kind: "type"; readonly type: TypeDeclaration }
  | { readonly kind: "imported"; readonly path: string }
  | { readonly kind: "statement"; readonly statement: OwnStatement };

/** What remains of a file's statements when types and imports are taken out. */
export type OwnStatement = Exclude<Statement, { readonly kind: "import" | "alias" | "enum" }>;

export interface Expanded {
  readonly items: readonly Item[];
  readonly table: TypeTable;
}

export function expand(
  statements: readonly Statement[],
  file: string,
  resolve: ResolveImport,
  parsed: ParsedFiles,
  dialect: Dialect,
): Expanded {
  const table = new TypeTable(dialect);
  const importer = new Importer(file, resolve, parsed);
  const seen = new Map<string, readonly Item[]>();

  const importItems = (syntax: ImportSyntax): readonly Item[] =>
    importer.with(syntax, (imported) => {
      const items = seen.get(imported.file) ?? all(imported.statements).filter(isShared);
      seen.set(imported.file, items);
      return items;
    });

  const all = (from: readonly Statement[]): readonly Item[] => {
    const items: Item[] = [];
    for (const statement of from) {
      if (statement.kind === "import") {
        items.push({ kind: "imported", path: statement.path });
        for (const item of importItems(statement)) items.push(item);
        if (items.length > MAX_DECLARATIONS) {
          throw new VppDefinitionError(`more than ${MAX_DECLARATIONS} types imported`, statement.at);
        }
      } else items.push(item(statement, table));
    }
    return items;
  };

  return { items: all(statements), table };
}

function item(statement: Exclude<Statement, ImportSyntax>, table: TypeTable): Item {
  switch (statement.kind) {
    case "alias":
      return { kind: "type", type: table.alias(statement) };
    case "enum":
      return { kind: "type", type: table.enum(statement) };
    case "typedef":
    case "union":
      return { kind: "type", type: table.struct(statement) };
    case "define":
      // `typeonly define` is how releases up to 19.08 wrote a typedef.
      if (statement.flags.includes("typeonly")) return { kind: "type", type: table.struct(statement) };
      return { kind: "statement", statement };
    default:
      return { kind: "statement", statement };
  }
}

/** Of an imported file its messages, services, options and counters don't count. */
function isShared(item: Item): boolean {
  return item.kind !== "statement";
}

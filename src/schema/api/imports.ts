import { VppDefinitionError } from "../../errors/index.ts";
import { MAX_IMPORT_DEPTH } from "../limits.ts";
import { parseApi } from "./parser.ts";
import type { ImportSyntax, Statement } from "./syntax.ts";

/** A file that was looked for: found, or the places where it is not. */
export type Resolved =
  | { readonly file: string; readonly text: string }
  | { readonly tried: readonly string[] };

/** Finds what `import "path"` in the file `from` means. */
export type ResolveImport = (path: string, from: string) => Resolved;

/** Parsed files by where they are; share one among the files of a folder and each is parsed once. */
export type ParsedFiles = Map<string, readonly Statement[]>;

export interface ImportedFile {
  readonly file: string;
  readonly statements: readonly Statement[];
}

export class Importer {
  readonly #resolve: ResolveImport;
  readonly #parsed: ParsedFiles;
  readonly #open: string[];

  constructor(file: string, resolve: ResolveImport, parsed: ParsedFiles) {
    this.#resolve = resolve;
    this.#parsed = parsed;
    this.#open = [file];
  }

  /** Hands the imported file to `use`, within which its own imports are resolved. */
  with<T>(syntax: ImportSyntax, use: (imported: ImportedFile) => T): T {
    const imported = this.#find(syntax);
    if (this.#open.includes(imported.file)) {
      const circle = [...this.#open.slice(this.#open.indexOf(imported.file)), imported.file].join(" → ");
      throw new VppDefinitionError(`a file can't import itself: ${circle}`, syntax.at);
    }
    if (this.#open.length > MAX_IMPORT_DEPTH) {
      throw new VppDefinitionError(`more than ${MAX_IMPORT_DEPTH} imports within each other`, syntax.at);
    }
    this.#open.push(imported.file);
    try {
      return use(imported);
    } finally {
      this.#open.pop();
    }
  }

  #find({ path, at }: ImportSyntax): ImportedFile {
    const found = this.#resolve(path, at.file);
    if ("tried" in found) {
      const tried =
        found.tried.length === 0
          ? ""
          : `; looked for ${found.tried.join(", ")}; \`include\` names more folders`;
      throw new VppDefinitionError(`import "${path}": no such file${tried}`, at);
    }
    const statements = this.#parsed.get(found.file) ?? parseApi(found.text, found.file);
    this.#parsed.set(found.file, statements);
    return { file: found.file, statements };
  }
}

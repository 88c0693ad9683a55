import { crc32 } from "../crc/crc32.ts";
import { typeText } from "../crc/declared.ts";
import type {
  ApiFile,
  CounterDeclaration,
  DeclaredValue,
  MessageDeclaration,
  TypeDeclaration,
} from "../file/declarations.ts";
import { moduleOfPath } from "../file/names.ts";
import type { CounterPath } from "../model.ts";
import { CURRENT_DIALECT, type Dialect } from "./dialect.ts";
import { expand, type Item, type OwnStatement } from "./expand.ts";
import type { ParsedFiles, ResolveImport } from "./imports.ts";
import { declareMessage, refuseTwice } from "./messages.ts";
import { parseApi } from "./parser.ts";
import { declareServices } from "./services-check.ts";
import type { RpcSyntax } from "./syntax.ts";
import { checkTaggedUnions } from "./tagged-unions.ts";
import type { TypeTable } from "./types.ts";

export interface CompileOptions {
  /** Where the text is from; names the module, and the place in every error. */
  readonly file: string;
  /** Without it, a file that imports is refused. */
  readonly resolveImport?: ResolveImport;
  /** Share one among files that import the same. */
  readonly parsed?: ParsedFiles;
  /** Of which release's compiler to take CRCs and enum values; the current one unless told. */
  readonly dialect?: Dialect;
}

/**
 * Compiles one `.api` file, with what it imports, as VPP's own compiler does: services inferred, the CRCs of
 * messages and file worked out, comments kept.
 *
 * @throws VppDefinitionError with file, line and column.
 */
export function compileApi(text: string, options: CompileOptions): ApiFile {
  const { file, resolveImport = () => ({ tried: [] }), parsed = new Map() } = options;
  const statements = parseApi(text, file);
  const { items, table } = expand(
    statements,
    file,
    resolveImport,
    parsed,
    options.dialect ?? CURRENT_DIALECT,
  );
  return new Compilation(file, table).run(items);
}

/** Gathers what the statements of one file declare, in their order. */
class Compilation {
  readonly #file: string;
  readonly #table: TypeTable;
  readonly #types: TypeDeclaration[] = [];
  readonly #messages: MessageDeclaration[] = [];
  readonly #stated: RpcSyntax[] = [];
  readonly #options: Record<string, DeclaredValue> = Object.create(null);
  readonly #imports: string[] = [];
  readonly #counters: CounterDeclaration[] = [];
  readonly #paths: (CounterPath | readonly CounterPath[])[] = [];
  /** Of the file: over what its statements add, imports' types among them, in their order. */
  #crc = 0;

  constructor(file: string, table: TypeTable) {
    this.#file = file;
    this.#table = table;
  }

  run(items: readonly Item[]): ApiFile {
    for (const item of items) this.#item(item);
    refuseTwice(this.#messages);
    const services = declareServices(this.#stated, this.#messages);
    this.#checkTaggedUnions();
    return Object.freeze({
      kind: "file",
      module: moduleOfPath(this.#file),
      source: this.#file,
      types: Object.freeze(this.#types),
      messages: Object.freeze(this.#messages),
      services,
      options: Object.freeze(this.#options),
      apiVersion: `0x${this.#crc.toString(16)}`,
      imports: Object.freeze(this.#imports),
      counters: Object.freeze(this.#counters),
      paths: Object.freeze(this.#paths),
    });
  }

  #item(item: Item): void {
    switch (item.kind) {
      case "imported":
        this.#imports.push(item.path);
        break;
      case "type":
        this.#types.push(item.type);
        this.#crc = crc32(typeText(item.type), this.#crc);
        break;
      case "statement":
        this.#statement(item.statement);
        break;
    }
  }

  #statement(statement: OwnStatement): void {
    switch (statement.kind) {
      case "option":
        this.#options[statement.name] = statement.value;
        this.#crc = crc32(statement.name, this.#crc);
        break;
      case "define": {
        const { messages, text } = declareMessage(statement, this.#table);
        this.#messages.push(...messages);
        this.#crc = crc32(text, this.#crc);
        break;
      }
      case "service":
        this.#stated.push(...statement.rpcs);
        break;
      case "counters":
        this.#counters.push(
          Object.freeze({ name: statement.name, elements: Object.freeze(statement.elements) }),
        );
        break;
      case "paths": {
        const [first, ...more] = statement.paths as readonly [CounterPath, ...CounterPath[]];
        this.#paths.push(more.length === 0 ? first : Object.freeze([first, ...more]));
        break;
      }
    }
  }

  #checkTaggedUnions(): void {
    for (const type of new Set(this.#types)) {
      if (type.kind === "struct" || type.kind === "union")
        checkTaggedUnions(type.name, type.fields, this.#table);
    }
    for (const message of this.#messages) checkTaggedUnions(message.name, message.fields, this.#table);
  }
}

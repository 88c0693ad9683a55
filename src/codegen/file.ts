import type { NamedType } from "../schema/index.ts";
import type { Names } from "./names.ts";

/** How generated files name what they import. */
export interface ImportStyle {
  /** The module that exports the runtime. */
  readonly runtime: string;
  /** The ending of relative imports: `.js`, or `.ts` for programs that are run as they are. */
  readonly extension: ".js" | ".ts" | "";
}

/** A file being printed. Naming something of another file notes the import, so nobody keeps lists. */
export class ModuleFile {
  readonly module: string;
  readonly names: Names;
  readonly #style: ImportStyle;
  readonly #runtime = new Set<string>();
  /** By module; true where only the type is needed. */
  readonly #imports = new Map<string, Map<string, boolean>>();
  readonly #lines: string[] = [];

  constructor(module: string, names: Names, style: ImportStyle) {
    this.module = module;
    this.names = names;
    this.#style = style;
  }

  line(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** The name of a type that the runtime exports. */
  runtimeType(name: string): string {
    this.#runtime.add(`type ${name}`);
    return name;
  }

  runtimeValue(name: string): string {
    this.#runtime.add(name);
    return name;
  }

  /** The type of decoded values of `type`. */
  decoded(type: NamedType): string {
    return this.use(type.module, this.names.type(type).decoded, true);
  }

  /** The type of values accepted for `type`. */
  input(type: NamedType): string {
    return this.use(type.module, this.names.type(type).input, true);
  }

  use(module: string, name: string, onlyType: boolean): string {
    if (module === this.module) return name;
    const names = this.#imports.get(module) ?? new Map<string, boolean>();
    this.#imports.set(module, names);
    names.set(name, onlyType && (names.get(name) ?? true));
    return name;
  }

  /** The modules it imports from, so far. */
  imports(): readonly string[] {
    return [...this.#imports.keys()];
  }

  /** The whole text, below `header`. */
  text(header: readonly string[]): string {
    const imports: string[] = [];
    if (this.#runtime.size > 0) imports.push(...importLines([...this.#runtime], this.#style.runtime));
    for (const [module, names] of [...this.#imports].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const list = [...names].map(([name, onlyType]) => (onlyType ? `type ${name}` : name));
      imports.push(...importLines(list, relative(module, this.#style)));
    }
    const parts = [...header, ...imports, "", ...this.#lines];
    return `${parts
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trimEnd()}\n`;
  }
}

/** The specifier of a module's file. */
export function relative(module: string, style: ImportStyle): string {
  return `./${fileStem(module)}${style.extension}`;
}

/** A module called index would take the index's place. */
export function fileStem(module: string): string {
  return module === "index" ? "index_" : module;
}

const WIDTH = 110;

/** An import of names, each perhaps with `type` before it; all types are imported as such, so nothing runs. */
export function importLines(names: readonly string[], from: string): readonly string[] {
  const bare = (name: string) => name.replace(/^type /, "");
  const sorted = [...names].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
  const only = sorted.every((name) => name.startsWith("type "));
  const list = only ? sorted.map(bare) : sorted;
  const head = only ? "import type" : "import";
  const line = `${head} { ${list.join(", ")} } from ${JSON.stringify(from)};`;
  if (line.length <= WIDTH) return [line];
  return [`${head} {`, ...list.map((name) => `  ${name},`), `} from ${JSON.stringify(from)};`];
}

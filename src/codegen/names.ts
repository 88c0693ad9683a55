import type { Message, NamedType, Schema } from "../schema/index.ts";
import { camelCase, pascalCase, RESERVED } from "./words.ts";

/** What a module's own declarations are called. */
export interface ModuleNames {
  /** `InterfaceApi` */
  readonly type: string;
  /** `interfaceApi` */
  readonly value: string;
}

export interface MessageNames {
  /** `ShowVersionReply` */
  readonly type: string;
  /** `showVersionReply` */
  readonly value: string;
  /** `swInterfaceEventMessage`: the message of an event. */
  readonly message: string;
}

export interface TypeNames {
  readonly decoded: string;
  /** What is accepted where a value is given: `FibPathInput`. */
  readonly input: string;
}

/**
 * The TypeScript names of a schema's parts, each unique among all, so that an index can re-export every module.
 * The one place that knows of reserved words and clashes: whoever comes later (modules, messages, types, each in
 * alphabetical order) gets `_` appended.
 */
export class Names {
  readonly #taken = new Set<string>(RESERVED);
  readonly #modules = new Map<string, ModuleNames>();
  readonly #messages = new Map<Message, MessageNames>();
  readonly #types = new Map<NamedType, TypeNames>();

  constructor(schema: Schema, modules: Iterable<string>) {
    for (const module of [...modules].sort()) {
      const [type, value] = this.#claim((end) => [
        `${pascalCase(module)}Api${end}`,
        `${camelCase(module)}Api${end}`,
      ]);
      this.#modules.set(module, { type, value });
    }
    for (const message of byName(schema.messages.values())) {
      const { name } = message;
      const [type, value, own] = this.#claim((end) => [
        pascalCase(name) + end,
        camelCase(name) + end,
        `${camelCase(name)}${end}Message`,
      ]);
      this.#messages.set(message, { type, value, message: own });
    }
    for (const type of byName(schema.types.values())) {
      const [decoded, input] = this.#claim((end) => [
        pascalCase(type.name) + end,
        `${pascalCase(type.name)}${end}Input`,
      ]);
      this.#types.set(type, { decoded, input });
    }
  }

  module(module: string): ModuleNames {
    return known(this.#modules, module);
  }

  message(message: Message): MessageNames {
    return known(this.#messages, message);
  }

  type(type: NamedType): TypeNames {
    return known(this.#types, type);
  }

  /** Names that belong together get the same ending. */
  #claim<T extends readonly string[]>(names: (end: string) => readonly [...T]): readonly [...T] {
    for (let end = ""; ; end += "_") {
      const wanted = names(end);
      if (wanted.some((name) => this.#taken.has(name))) continue;
      for (const name of wanted) this.#taken.add(name);
      return wanted;
    }
  }
}

function byName<T extends { readonly name: string }>(items: Iterable<T>): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new TypeError("not of this schema");
  return value;
}

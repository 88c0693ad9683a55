import type { Field, NamedType, Schema, Type } from "../../schema/index.ts";

/** Where a type is used. */
export interface Uses {
  /** Fields that have it as their type: `ip_route.prefix`. */
  readonly fields: readonly string[];
  /** Messages that have it anywhere in them. */
  readonly messages: readonly string[];
}

export function usesOf(schema: Schema, wanted: NamedType): Uses {
  const fields: string[] = [];
  const known = new Map<Type, boolean>();

  /** True when a type is the one wanted, or has it in it. */
  const has = (type: Type): boolean => {
    let answer = known.get(type);
    if (answer === undefined) {
      answer = type === wanted || partsOf(type).some(has);
      known.set(type, answer);
    }
    return answer;
  };
  const look = (owner: string, own: readonly Field[]): void => {
    for (const { name, type } of own) if (type === wanted) fields.push(`${owner}.${name}`);
  };

  for (const [name, type] of schema.types) {
    if (type.kind === "struct" || type.kind === "union") look(name, type.fields);
    else if (type.kind === "alias" && type.type === wanted) fields.push(name);
  }
  const messages: string[] = [];
  for (const [name, message] of schema.messages) {
    look(name, message.fields);
    if (message.fields.some(({ type }) => has(type))) messages.push(name);
  }
  return { fields, messages };
}

function partsOf(type: Type): readonly Type[] {
  if (type.kind === "struct" || type.kind === "union") return type.fields.map((field) => field.type);
  return type.kind === "alias" ? [type.type] : [];
}

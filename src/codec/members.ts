import type { Field } from "../schema/model.ts";
import { type Shape, shapeOf } from "./layout.ts";
import { type TagRule, tagOf } from "./tag.ts";

/** A field with what an interpreter of the model has to know of it. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** The sibling array whose length this field carries, else null. */
  readonly countOf: string | null;
  /** Which sibling selects the arm of a discriminated union. */
  readonly tag: TagRule | null;
}

const lists = new WeakMap<readonly Field[], readonly Member[]>();

/** The members of a message, struct or union; computed once for each list of fields. */
export function membersOf(fields: readonly Field[]): readonly Member[] {
  let members = lists.get(fields);
  if (members === undefined) {
    members = fields.map((field) => ({
      name: field.name,
      shape: shapeOf(field),
      countOf: field.countOf,
      tag: tagOf(field, fields),
    }));
    lists.set(fields, members);
  }
  return members;
}

import type { Shape } from "../../codec/layout.ts";
import { membersOf } from "../../codec/members.ts";
import { VppEncodeError } from "../../errors/index.ts";
import type { Field, Message } from "../../schema/index.ts";
import { typeName } from "../api/fields.ts";
import { UsageError } from "../exit-code.ts";
import { readAssignment } from "../fields/assignment.ts";
import { shapeAt } from "../fields/fields.ts";
import { type Candidate, startingWith } from "./candidate.ts";

/** `field=value` arguments of `call`. `before` are those that stand already. */
export function completeField(message: Message, before: readonly string[], typed: string): Candidate[] {
  const equals = typed.indexOf("=");
  const all =
    equals < 0
      ? paths(message, before, typed)
      : values(message, typed.slice(0, equals), typed.slice(equals + 1));
  return startingWith(typed, all);
}

/** Fields that the connection fills in. */
const TAKEN = new Set(["client_index", "context"]);

/** The shape that a path leads to, and the fields there are in it. */
function inside(message: Message, path: string): { shape: Shape | undefined; fields: readonly Field[] } {
  if (path === "") return { shape: undefined, fields: message.fields };
  try {
    const shape = shapeAt(message, readAssignment(`${path}=`).path);
    const has = shape?.kind === "struct" || shape?.kind === "union";
    return { shape, fields: has ? shape.type.fields : [] };
  } catch (error) {
    if (error instanceof VppEncodeError || error instanceof UsageError)
      return { shape: undefined, fields: [] };
    throw error;
  }
}

function paths(message: Message, before: readonly string[], typed: string): Candidate[] {
  const parent = typed.slice(0, typed.lastIndexOf(".") + 1);
  const { fields } = inside(message, parent.slice(0, -1));
  const given = new Set(before.map((argument) => argument.split("=", 1)[0]));
  return membersOf(fields).flatMap(({ name, shape, countOf }, i): Candidate[] => {
    const path = parent + name;
    if (countOf !== null || given.has(path) || (parent === "" && TAKEN.has(name))) return [];
    const field = fields[i];
    const about = field === undefined ? "" : typeName(field);
    return forms(path, shape, before).map((value) => ({ value, about }));
  });
}

/** How a field goes on: with its value, with its parts, with the parts of an element. */
function forms(path: string, shape: Shape, before: readonly string[]): string[] {
  if (shape.kind === "struct" || shape.kind === "union") return [`${path}.`];
  if (shape.kind !== "array" || (shape.element.kind !== "struct" && shape.element.kind !== "union")) {
    return [`${path}=`];
  }
  const used = before.map((argument) =>
    argument.startsWith(`${path}[`) ? Number.parseInt(argument.slice(path.length + 1), 10) : -1,
  );
  const last = Math.max(-1, ...used.filter(Number.isFinite));
  const indices = last < 0 ? [0] : [last, last + 1];
  return indices.map((index) => `${path}[${index}].`);
}

function values(message: Message, path: string, text: string): Candidate[] {
  const { shape } = inside(message, path);
  if (shape?.kind === "scalar" && shape.name === "bool") {
    return ["true", "false"].map((value) => ({ value: `${path}=${value}` }));
  }
  if (shape?.kind !== "enum") return [];
  // Of flags, those before the last comma stay.
  const kept = shape.type.flag ? text.slice(0, text.lastIndexOf(",") + 1) : "";
  return shape.type.members
    .filter(({ name }) => !kept.split(",").includes(name))
    .map(({ name, value }) => ({ value: `${path}=${kept}${name}`, about: String(value) }));
}

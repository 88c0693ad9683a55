import type { Shape } from "../../codec/layout.ts";
import { membersOf } from "../../codec/members.ts";
import { meantOrKnown } from "../../codec/suggest.ts";
import { VppEncodeError } from "../../errors/index.ts";
import type { Field, Message } from "../../schema/index.ts";
import { UsageError } from "../exit-code.ts";
import { type Assignment, readAssignment } from "./assignment.ts";
import { valueFromText } from "./value.ts";

type Path = readonly (string | number)[];
type Node = Record<string, unknown> | unknown[];

/**
 * The JSON of a message's fields from the command line: one JSON object, or `field=value` for fields and parts
 * of them, or the object and then what changes in it. `base` is such an object that was read elsewhere.
 *
 * @throws UsageError for what is neither; VppEncodeError with the path for fields that there aren't.
 */
export function fieldsFromArguments(
  message: Message,
  args: readonly string[],
  base?: Record<string, unknown>,
): Record<string, unknown> {
  const [first = "", ...others] = args;
  const whole = base === undefined && first.trimStart().startsWith("{");
  const fields = base ?? (whole ? readObject(first, "") : {});
  for (const argument of whole ? others : args) assign(message, fields, readAssignment(argument));
  return fields;
}

/** One JSON object. @throws UsageError that says so of `what`. */
export function readObject(text: string, what: string): Record<string, unknown> {
  const where = what === "" ? "" : `${what}: `;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where}not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (isObject(value)) return value;
  throw new UsageError(`${where}expected a JSON object with the fields`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isNode(value) && !Array.isArray(value);
}

function assign(message: Message, fields: Record<string, unknown>, { path, value }: Assignment): void {
  let node: Node = fields;
  let shape: Shape | undefined;
  for (const [i, step] of path.entries()) {
    const at = path.slice(0, i + 1);
    shape = stepInto(message, shape, at);
    if (i === path.length - 1) {
      place(message, node, at, valueFromText(shape, value));
      break;
    }
    const there: unknown = Reflect.get(node, step);
    const next: Node = isNode(there) ? there : shape.kind === "array" ? [] : {};
    if (next !== there) place(message, node, at, next);
    node = next;
  }
}

/** The shape of what a path leads to. @throws VppEncodeError with the path where the message hasn't that. */
export function shapeAt(message: Message, path: Path): Shape | undefined {
  let shape: Shape | undefined;
  for (const i of path.keys()) shape = stepInto(message, shape, path.slice(0, i + 1));
  return shape;
}

/** The shape of what a path ends in. `within` is that of what it ends in one step before. */
function stepInto(message: Message, within: Shape | undefined, path: Path): Shape {
  const step = path.at(-1);
  if (typeof step === "number") {
    if (within?.kind === "array") return within.element;
    throw fail(message, path.slice(0, -1), "no array, so it takes no index");
  }
  const fields = within === undefined ? message.fields : fieldsOf(within);
  if (fields === null || step === undefined)
    throw fail(message, path.slice(0, -1), "has no fields of its own");
  const member = membersOf(fields).find(({ name }) => name === step);
  if (member !== undefined) return member.shape;
  throw fail(message, path, `no such field${meantOrKnown(step, givenNames(message, fields))}`);
}

/** Those that a user gives: neither the counts of arrays nor what the connection fills in. */
function givenNames(message: Message, fields: readonly Field[]): readonly string[] {
  const session = fields === message.fields ? ["client_index", "context"] : [];
  return fields
    .filter(({ name, countOf }) => countOf === null && !session.includes(name))
    .map(({ name }) => name);
}

function fieldsOf(shape: Shape): readonly Field[] | null {
  return shape.kind === "struct" || shape.kind === "union" ? shape.type.fields : null;
}

/** Elements of an array are given in their order, so that none is left empty by a slip. */
function place(message: Message, node: Node, path: Path, value: unknown): void {
  const step = path.at(-1) ?? "";
  if (typeof step === "number" && Array.isArray(node) && step > node.length) {
    throw fail(message, path, `the elements before it come first, [${node.length}] is the next`);
  }
  Reflect.set(node, step, value);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function fail(message: Message, path: Path, text: string): VppEncodeError {
  const joined = path.reduce<string>(
    (before, step) =>
      typeof step === "number" ? `${before}[${step}]` : before === "" ? step : `${before}.${step}`,
    "",
  );
  return new VppEncodeError(message.name, joined, text, undefined);
}

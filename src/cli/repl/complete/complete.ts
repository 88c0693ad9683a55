import { sessionFields } from "../../../codec/emit/message.ts";
import { isMisdeclaredDump } from "../../../codec/index.ts";
import type { Shape } from "../../../codec/layout.ts";
import { type Member, membersOf } from "../../../codec/members.ts";
import { CALL_OPTIONS } from "../../../protocol/index.ts";
import type { Message, Schema, Service } from "../../../schema/index.ts";
import { bundled } from "./bundle.ts";
import { type NamingMethod, type Place, placeAfter, type Step } from "./place.ts";

/** What may stand in the place of what has been typed. */
export interface Completion {
  readonly candidates: readonly string[];
  /** The end of the line that a candidate replaces. */
  readonly typed: string;
}

/** A command of the prompt with names of the API behind it. */
const COMMAND = /^\s*\.(help|events)\s+(?:.*\s)?(\S*)$/;

/**
 * Completes what stands before the cursor from the API's definitions: messages, fields, members of enums.
 *
 * @param line the line up to the cursor
 * @param buffered the lines before it that belong to the same command
 * @returns null where VPP's API has no say
 */
export function complete(schema: Schema, line: string, buffered = ""): Completion | null {
  const [, command, name = ""] = (buffered === "" && COMMAND.exec(line)) || [];
  if (command !== undefined)
    return matching(sorted(namesFor(schema, command)), { typed: name, quoted: false });
  const place = placeAfter(buffered + line);
  return place === null ? null : completionAt(schema, place);
}

function completionAt(schema: Schema, place: Place): Completion | null {
  switch (place.kind) {
    case "method":
      return matching(sorted(schema.services.keys()), place);
    case "message":
      return matching(sorted(messagesFor(schema, place.method)), place, "quote");
    case "option":
      return keys(CALL_OPTIONS, place);
    case "field": {
      const members = insideOf(shapeAt(schema, place.message, place.path));
      return members === null ? null : keys(namesOf(members), place);
    }
    case "value": {
      const shape = shapeAt(schema, place.message, place.path);
      return shape === null || shape.kind === "message" ? null : inValue(shape, place);
    }
  }
}

interface Typed {
  readonly typed: string;
  readonly quoted: boolean;
}

/** Those that begin as typed. With "quote" they get quotes where there are none yet. */
function matching(
  names: Iterable<string>,
  { typed, quoted }: Typed,
  style: "plain" | "quote" = "plain",
): Completion {
  const found = [...names].filter((name) => name.startsWith(typed));
  const shown = bundled(found, typed);
  if (style === "plain" || quoted) return { candidates: shown, typed };
  const whole = new Set(found);
  return { candidates: shown.map((name) => `"${name}${whole.has(name) ? '"' : ""}`), typed };
}

/** Messages are found sooner by their names; fields and members stay as the definition has them. */
function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}

/** Names of fields that are not there yet; one alone brings its colon. */
function keys(
  names: readonly string[],
  { typed, quoted, used }: Typed & { readonly used: readonly string[] },
): Completion {
  const free = names.filter((name) => name.startsWith(typed) && !used.includes(name));
  const [only] = free;
  return { candidates: free.length === 1 && !quoted ? [`${only}: `] : free, typed };
}

function inValue(shape: Shape, place: Typed): Completion | null {
  const { typed, quoted } = place;
  switch (shape.kind) {
    case "enum":
      return matching(
        shape.type.members.map(({ name }) => name),
        place,
        "quote",
      );
    case "scalar":
      return shape.name === "bool" && !quoted ? matching(["true", "false"], place) : null;
    case "struct":
    case "union":
      return typed === "" && !quoted ? { candidates: ["{ "], typed } : null;
    case "array":
      // A flag's members stand in an array, but it takes one without, too.
      return typed === "" && !quoted ? { candidates: ["["], typed } : null;
    default:
      return null;
  }
}

/** The shape of what a path leads to; `"message"` for the whole message; null where it leads nowhere. */
function shapeAt(schema: Schema, name: string, path: readonly Step[]): Shape | Message | null {
  const message = schema.messages.get(name);
  let at: Shape | Message | null = message ?? null;
  for (const step of path) {
    if (step === null) at = elementOf(at);
    else at = insideOf(at)?.find((member) => member.name === step)?.shape ?? null;
  }
  return at;
}

/** What one element is: of an array, or of the names that make up a flag. */
function elementOf(shape: Shape | Message | null): Shape | null {
  if (shape?.kind === "array") return shape.element;
  return shape?.kind === "enum" ? shape : null;
}

function insideOf(shape: Shape | Message | null): readonly Member[] | null {
  if (shape?.kind === "message") {
    const { clientIndexOffset, contextOffset } = sessionFields(shape);
    return membersOf(shape.fields).filter(
      ({ name }) =>
        !(name === "client_index" && clientIndexOffset !== null) &&
        !(name === "context" && contextOffset !== null),
    );
  }
  return shape?.kind === "struct" || shape?.kind === "union" ? membersOf(shape.type.fields) : null;
}

/** Those that a user gives: not the counts of arrays. */
function namesOf(members: readonly Member[]): readonly string[] {
  return members.filter(({ countOf }) => countOf === null).map(({ name }) => name);
}

function messagesFor(schema: Schema, method: NamingMethod): Iterable<string> {
  switch (method) {
    case "call":
    case "send":
      return schema.services.keys();
    case "dump":
      return [...schema.services.values()].filter(isDump).map(({ caller }) => caller);
    case "on":
    case "events":
      return eventsOf(schema);
  }
}

function namesFor(schema: Schema, command: string): Iterable<string> {
  return command === "help"
    ? [...schema.messages.keys(), ...schema.types.keys()]
    : [...eventsOf(schema), "off"];
}

/** Every event that some request brings. */
export function eventsOf(schema: Schema): ReadonlySet<string> {
  const services = [...schema.services.values()].filter((service) => !isDump(service));
  return new Set(services.flatMap(({ events }) => events));
}

function isDump({ caller, stream, events }: Service): boolean {
  return stream || isMisdeclaredDump(caller, events);
}

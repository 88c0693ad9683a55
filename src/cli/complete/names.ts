import type { Message, Schema } from "../../schema/index.ts";
import { cachedDefinitions } from "../cached-definitions.ts";
import { type Candidate, named, startingWith } from "./candidate.ts";
import { completeField } from "./fields.ts";

/** More aren't read one by one, so nothing is said of each. */
const DESCRIBED = 100;

/**
 * Definitions without asking a VPP: those that the command line or the environment names, else those of the VPP met
 * last, else the installed ones.
 *
 * @throws UsageError where there are none.
 */
export async function definitionsAtHand(api: readonly string[]): Promise<Schema> {
  const isNamed = api.length > 0 || Boolean(process.env.VPP_API_DIR);
  const cached = isNamed ? null : await cachedDefinitions();
  if (cached !== null) return cached;
  const { codecsFrom } = await import("../definitions.ts");
  return codecsFrom(api.length > 0 ? api : undefined).schema;
}

/** The request, then its fields. */
export function completeCall(schema: Schema, operands: readonly string[], typed: string): Candidate[] {
  const [name, ...before] = operands;
  if (name === undefined) return messages(schema, schema.services.keys(), typed);
  const message = schema.messages.get(name);
  return message === undefined ? [] : completeField(message, before, typed);
}

export function completeEvents(schema: Schema, typed: string): Candidate[] {
  const events = new Set([...schema.services.values()].flatMap(({ events }) => events));
  return messages(schema, events, typed);
}

export function completeModules(schema: Schema, typed: string): Candidate[] {
  return startingWith(typed, named(schema.modules.keys()));
}

export function completeDefined(schema: Schema, typed: string): Candidate[] {
  const types = startingWith(typed, named(schema.types.keys()));
  return [...messages(schema, schema.messages.keys(), typed), ...types];
}

/** Fields of what answers a request, several with commas between them. */
export function completeColumns(schema: Schema, request: string | undefined, typed: string): Candidate[] {
  const service = schema.services.get(request ?? "");
  const answer = schema.messages.get(service?.streamMessage ?? service?.reply ?? "");
  const kept = typed.slice(0, typed.lastIndexOf(",") + 1);
  const columns = (answer?.fields ?? [])
    .filter(({ name, countOf }) => countOf === null && name !== "context" && !kept.split(",").includes(name))
    .map(({ name }) => ({ value: kept + name }));
  return startingWith(typed, columns);
}

function messages(schema: Schema, names: Iterable<string>, typed: string): Candidate[] {
  const found = startingWith(typed, named(names));
  if (found.length > DESCRIBED) return found;
  return found.map(({ value }) => ({ value, about: about(schema.messages.get(value)) }));
}

/** The first line of what the definition says of a message, without the marks of comments and of Doxygen. */
function about(message: Message | undefined): string {
  const text = (message?.comment ?? "").replace(/^[\s/*]+|[\s/*]+$/g, "").replace(/^[\\@]brief\s+/, "");
  return text.split("\n", 1)[0]?.replace(/[\s/*]+$/, "") ?? "";
}

import { type ApiDefinition, type Codecs, codecsOf, type Fields } from "../codec/index.ts";
import { type DefinitionsCache, readDefinitions } from "../definitions/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import { bootstrapDefinitions, type CodecSource, type MessageTable, memclntApi } from "../protocol/index.ts";
import { type ApiFile, KnownTypes, linkSchema, readApiJson, type Schema } from "../schema/index.ts";
import { cached } from "./cached.ts";
import { generatedSource, isGenerated } from "./generated.ts";
import { type Want, wantsOf } from "./want.ts";

/** Definitions, and what a session and its events need of them. */
export interface Loaded {
  /** Null for generated definitions: they are code. */
  readonly schema: Schema | null;
  readonly codecs: CodecSource;
  /** The subscription for an event, where it has one. */
  want(event: string): Want | null;
  events(): Iterable<string>;
}

/** What a caller may name as definitions; {@link ConnectOptions.definitions} says what each means. */
export type Definitions = string | readonly string[] | Schema | readonly ApiDefinition[];

let bootstrap: CodecSource | null = null;

/** The messages that make a session, enough to ask for the rest. */
export function bootstrapCodecs(): CodecSource {
  bootstrap ??= generatedSource([memclntApi], null).codecs;
  return bootstrap;
}

function loaded(schema: Schema): Loaded {
  const fallback = schema.messages.has("control_ping") ? null : bootstrapCodecs();
  let wants: ReadonlyMap<string, Want> | null = null;
  return {
    schema,
    codecs: sourceOf(codecsOf(schema), fallback),
    want: (event) => {
      wants ??= wantsOf(schema);
      return wants.get(event) ?? null;
    },
    events: () => [...schema.services.values()].flatMap(({ events }) => events),
  };
}

function sourceOf(codecs: Codecs, fallback: CodecSource | null): CodecSource {
  return {
    message: (name) => codecs.message(name) ?? fallback?.message(name),
    exchange: (caller) => codecs.exchange(caller) ?? fallback?.exchange(caller),
    callers: () => codecs.schema.services.keys(),
  };
}

function isSchema(given: Definitions): given is Schema {
  return typeof given === "object" && "kind" in given;
}

/** Definitions that the caller has named. */
export function givenDefinitions(given: Definitions, maxSize: number): Loaded {
  if (isSchema(given)) return loaded(given);
  if (isGenerated(given)) return generatedSource(given, bootstrapCodecs());
  return linked(readDefinitions(given, { maxSize }));
}

/**
 * Definitions from VPP itself, by way of `ask`, or those that `cache` has of it; from the installed files where it is
 * too old to tell.
 */
export async function askDefinitions(
  table: MessageTable,
  ask: () => Promise<Fields>,
  { cache, maxSize }: { readonly cache: DefinitionsCache | undefined; readonly maxSize: number },
): Promise<Loaded> {
  if (!table.has("get_api_json")) return linked(readDefinitions(undefined, { maxSize }));
  const served = async (): Promise<string> => String((await ask()).json);
  const read = (json: string): Loaded => readServed(json, maxSize);
  return cache === undefined ? read(await served()) : cached(cache, table, served, read);
}

function readServed(json: string, maxSize: number): Loaded {
  if (json.length > maxSize) {
    throw new VppDefinitionError(`${json.length} bytes are more than ${maxSize} (maxDefinitions)`, {
      file: "get_api_json",
    });
  }
  return linked(readApiJson(json, { source: "get_api_json", knownTypes: new KnownTypes() }));
}

function linked(files: readonly ApiFile[]): Loaded {
  const complete = files.some(({ messages }) => messages.some(({ name }) => name === "sockclnt_create"));
  return loaded(linkSchema(complete ? files : [...files, ...bootstrapDefinitions()]));
}

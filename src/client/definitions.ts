import { type Codecs, codecsOf, type Fields } from "../codec/index.ts";
import { readDefinitions } from "../definitions/index.ts";
import { bootstrapDefinitions, type CodecSource, type MessageTable } from "../protocol/index.ts";
import { type ApiFile, KnownTypes, linkSchema, readApiJson, type Schema } from "../schema/index.ts";

/** A schema and what a session needs of it. */
export interface Loaded {
  readonly schema: Schema;
  readonly codecs: CodecSource;
}

let bootstrap: Loaded | null = null;

/** The messages that make a session, enough to ask for the rest. */
export function bootstrapCodecs(): Loaded {
  bootstrap ??= loaded(linkSchema(bootstrapDefinitions()));
  return bootstrap;
}

function loaded(schema: Schema): Loaded {
  const codecs = codecsOf(schema);
  return {
    schema,
    codecs: sourceOf(codecs, schema.messages.has("control_ping") ? null : bootstrapCodecs().codecs),
  };
}

function sourceOf(codecs: Codecs, fallback: CodecSource | null): CodecSource {
  return {
    message: (name) => codecs.message(name) ?? fallback?.message(name),
    exchange: (caller) => codecs.exchange(caller) ?? fallback?.exchange(caller),
    callers: () => codecs.schema.services.keys(),
  };
}

function isSchema(given: string | readonly string[] | Schema): given is Schema {
  return typeof given === "object" && "kind" in given;
}

/** Definitions that the caller has named. */
export function givenDefinitions(given: string | readonly string[] | Schema): Loaded {
  return isSchema(given) ? loaded(given) : linked(readDefinitions(given));
}

/** Definitions from VPP itself, by way of `ask`; from the installed files where it is too old to tell. */
export async function askDefinitions(table: MessageTable, ask: () => Promise<Fields>): Promise<Loaded> {
  if (!table.has("get_api_json")) return linked(readDefinitions());
  const { json } = await ask();
  const known = new KnownTypes();
  return linked(readApiJson(String(json), { source: "get_api_json", knownTypes: known }));
}

function linked(files: readonly ApiFile[]): Loaded {
  const complete = files.some(({ messages }) => messages.some(({ name }) => name === "sockclnt_create"));
  return loaded(linkSchema(complete ? files : [...files, ...bootstrapDefinitions()]));
}

import { VppDefinitionError } from "../../errors/index.ts";
import type { ApiFile, MessageDeclaration, TypeDeclaration } from "../file/declarations.ts";
import { isIdentifier, moduleOfPath } from "../file/names.ts";
import { inferServices } from "../file/services.ts";
import { MAX_MODULES } from "../limits.ts";
import type { SourceLocation } from "../model.ts";
import { JsonAlias, JsonEnum, JsonMessage, JsonStruct, type RawEntry } from "./declarations.ts";
import { readCounters, readPaths, readServices } from "./services.ts";
import {
  describe,
  identifier,
  isObject,
  type JsonObject,
  type JsonPlace,
  options,
  own,
  refuse,
  sameJson,
  section,
  text,
} from "./value.ts";

/**
 * Types already read, by name. The JSON of every module repeats the types it imports; a repetition that
 * says the same becomes the same declaration, which costs a comparison and nothing later on.
 */
export class KnownTypes {
  readonly #sections = new Map<string, Map<string, Known>>();

  /** The known declaration, where it says the same. */
  find(section: string, name: string, raw: unknown): TypeDeclaration | undefined {
    const known = this.#sections.get(section)?.get(name);
    return known !== undefined && sameJson(known.raw, raw) ? known.declaration : undefined;
  }

  add(section: string, name: string, raw: unknown, declaration: TypeDeclaration): TypeDeclaration {
    const known = this.#sections.get(section);
    if (known === undefined) this.#sections.set(section, new Map([[name, { raw, declaration }]]));
    else if (!known.has(name)) known.set(name, { raw, declaration });
    return declaration;
  }
}

interface Known {
  readonly raw: unknown;
  readonly declaration: TypeDeclaration;
}

export interface ReadJsonOptions {
  /** Names the document in errors and in the model; the file's path, where there is one. */
  readonly source?: string;
  /** Share one among the files of a folder. */
  readonly knownTypes?: KnownTypes;
}

/**
 * Reads `.api.json`: one module, or the array of modules that a running VPP serves. A string is JSON text;
 * any other value is taken as already parsed, and must not be changed afterwards. Reads every shape since
 * VPP 19.08; what a release didn't write is empty.
 *
 * @throws VppDefinitionError naming source, module and path. What stands inside a declaration is looked at,
 * and refused, when the declaration is used.
 */
export function readApiJson(input: unknown, readOptions: ReadJsonOptions = {}): readonly ApiFile[] {
  const source = readOptions.source ?? "<json>";
  const known = readOptions.knownTypes ?? new KnownTypes();
  const value = typeof input === "string" ? parse(input, source) : input;
  if (!Array.isArray(value)) return [readModule(value, source, known)];
  if (value.length > MAX_MODULES) refuse({ file: source, path: "" }, `more than ${MAX_MODULES} modules`);
  return value.map((module: unknown, i) => {
    const name = isObject(module) && typeof own(module, "module") === "string" ? own(module, "module") : i;
    return readModule(module, `${source}[${String(name)}]`, known);
  });
}

function parse(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new VppDefinitionError(`not JSON: ${(cause as Error).message}`, { file: source }, { cause });
  }
}

const API_VERSION = /^0x[0-9a-fA-F]{1,8}$/;

function readModule(value: unknown, file: string, known: KnownTypes): ApiFile {
  if (!isObject(value)) refuse({ file, path: "" }, `expected a module, found ${describe(value)}`);
  if (own(value, "messages") === undefined && own(value, "types") === undefined) {
    refuse({ file, path: "" }, "not an API definition: neither messages nor types");
  }
  const source: SourceLocation = Object.freeze({ file, line: null, column: null });
  const messages = readMessages(value, source);
  const apiVersion = own(value, "vl_api_version") ?? "0x0";
  if (typeof apiVersion !== "string" || !API_VERSION.test(apiVersion)) {
    refuse(
      { file, path: "vl_api_version" },
      `expected a number like "0x51077d14", found ${describe(apiVersion)}`,
    );
  }
  return Object.freeze({
    kind: "file",
    module: moduleName(value, file),
    source: file,
    types: readTypes(value, source, known),
    messages,
    services: readServices(value, file) ?? inferServices(messages, []),
    options: options(own(value, "options"), { file, path: "options" }),
    apiVersion,
    imports: Object.freeze(
      section(value, "imports", file).map((path, i) => text(path, { file, path: `imports[${i}]` }, "a path")),
    ),
    counters: readCounters(value, file),
    paths: readPaths(value, file),
  });
}

/** Files older than 21.01 don't tell their name: it is that of the file (`acl.api.json`). */
function moduleName(module: JsonObject, file: string): string {
  const name = own(module, "module");
  if (name !== undefined) return identifier(name, { file, path: "module" }, "the name of the module");
  return identifier(
    moduleOfPath(file.replace(/\.json$/, "")).replaceAll("-", "_"),
    { file, path: "module" },
    "the name of the module, or of a file that tells it",
  );
}

function readMessages(module: JsonObject, source: SourceLocation): readonly MessageDeclaration[] {
  const raw = section(module, "messages", source.file);
  const messages: MessageDeclaration[] = [];
  for (let i = 0; i < raw.length; i++) {
    const entry = named(raw[i], source.file, "messages", i);
    messages.push(new JsonMessage(entry, source, "messages", i));
  }
  return Object.freeze(messages);
}

type MakeType = (raw: RawEntry, source: SourceLocation, section: string, index: number) => TypeDeclaration;

const TYPE_SECTIONS: readonly (readonly [string, MakeType])[] = [
  ["types", (raw, source, section, i) => new JsonStruct("struct", raw, source, section, i)],
  ["unions", (raw, source, section, i) => new JsonStruct("union", raw, source, section, i)],
  ["enums", (raw, source, section, i) => new JsonEnum(false, raw, source, section, i)],
  ["enumflags", (raw, source, section, i) => new JsonEnum(true, raw, source, section, i)],
];

function readTypes(
  module: JsonObject,
  source: SourceLocation,
  known: KnownTypes,
): readonly TypeDeclaration[] {
  const types: TypeDeclaration[] = [];
  for (const [key, make] of TYPE_SECTIONS) {
    const raw = section(module, key, source.file);
    for (let i = 0; i < raw.length; i++) {
      const entry = named(raw[i], source.file, key, i);
      const same = known.find(key, entry[0], entry);
      types.push(same ?? known.add(key, entry[0], entry, make(entry, source, key, i)));
    }
  }
  for (const [name, raw] of aliases(module, source.file)) {
    const same = known.find("aliases", name, raw);
    const place = { file: source.file, path: `aliases.${name}` };
    types.push(same ?? known.add("aliases", name, raw, new JsonAlias(name, raw, source, place)));
  }
  return Object.freeze(types);
}

/** `{name: {type, length?}}`, or as a list `[name, {…}]` or `{name, type, length?}`. */
function aliases(module: JsonObject, file: string): readonly (readonly [string, unknown])[] {
  const value = own(module, "aliases");
  if (value === undefined || value === null) return [];
  if (isObject(value)) {
    const place: JsonPlace = { file, path: "aliases" };
    return Object.keys(value).map((name) => [identifier(name, place, "the name of an alias"), value[name]]);
  }
  return section(module, "aliases", file).map((entry, i) => {
    const place: JsonPlace = { file, path: `aliases[${i}]` };
    const [name, raw] = Array.isArray(entry)
      ? [entry[0], entry[1]]
      : [isObject(entry) ? own(entry, "name") : entry, entry];
    return [identifier(name, place, "the name of an alias"), raw];
  });
}

function named(entry: unknown, file: string, key: string, i: number): RawEntry {
  if (Array.isArray(entry) && isIdentifier(entry[0])) return entry as [string, ...unknown[]];
  const place = { file, path: `${key}[${i}]` };
  if (!Array.isArray(entry)) refuse(place, `expected [name, …], found ${describe(entry)}`);
  refuse(place, `expected a name, found ${describe(entry[0])}`);
}

import { formatPosition, VppDefinitionError } from "../../errors/index.ts";
import type { ApiFile, MessageDeclaration, TypeDeclaration } from "../file/declarations.ts";
import type { Message, Module, Schema, Service, SourceLocation } from "../model.ts";
import { linkFields } from "./fields.ts";
import { LazyMap } from "./lazy-map.ts";
import { linkModule, moduleIdentifier } from "./module.ts";
import { plainOptions } from "./options.ts";
import { ownerOfTypes } from "./owners.ts";
import { sameMessage, sameType } from "./same.ts";
import { TypeLinker } from "./types.ts";

/**
 * Merges files into one schema. What several files say alike (imported types, a file given twice) is there
 * once; the maps keep the order of the files. Entries are checked and built when first asked for.
 *
 * @throws VppDefinitionError naming both places, where two files contradict each other.
 */
export function linkSchema(input: Iterable<ApiFile>): Schema {
  const files = distinctModules(input);
  const types = mergeTypes(files.values());
  const messages = mergeMessages(files.values());
  const services = mergeServices(files.values(), messages);
  const linker = new TypeLinker(types, ownerOfTypes([...files.values()]));
  return Object.freeze({
    kind: "schema",
    modules: new LazyMap<Module>(files, (name) => linkModule(files.get(name) as ApiFile)),
    messages: new LazyMap<Message>(messages, (name) =>
      linkMessage(messages.get(name) as OwnedMessage, linker),
    ),
    types: linker.types,
    services: new LazyMap<Service>(services, (name) => services.get(name) as Service),
  });
}

function contradiction(what: string, text: string, first: SourceLocation, second: SourceLocation): never {
  throw new VppDefinitionError(`${what} ${text} ${formatPosition(first)}`, second);
}

function place(file: ApiFile): SourceLocation {
  return { file: file.source, line: null, column: null };
}

function distinctModules(files: Iterable<ApiFile>): Map<string, ApiFile> {
  const modules = new Map<string, ApiFile>();
  for (const file of files) {
    const name = moduleIdentifier(file);
    const other = modules.get(name);
    if (other === undefined) modules.set(name, file);
    else if (!sameModule(other, file)) {
      contradiction(`module ${name}`, "is another than the one in", place(other), place(file));
    }
  }
  return modules;
}

/** Messages and types of the two are compared like those of any files; here only that none is left out. */
function sameModule(a: ApiFile, b: ApiFile): boolean {
  if (a === b) return true;
  const messages = new Map(a.messages.map((m) => [m.name, m]));
  const types = new Map(a.types.map((t) => [t.name, t]));
  return (
    a.messages.length === b.messages.length &&
    b.messages.every((m) => sameMessage(m, messages.get(m.name) ?? m) && messages.has(m.name)) &&
    b.types.every((t) => sameType(t, types.get(t.name) ?? t) && types.has(t.name))
  );
}

function mergeTypes(files: Iterable<ApiFile>): Map<string, TypeDeclaration> {
  const types = new Map<string, TypeDeclaration>();
  for (const file of files) {
    for (const type of file.types) {
      const other = types.get(type.name);
      if (other === undefined) types.set(type.name, type);
      else if (other !== type && !sameType(other, type)) {
        contradiction(`type ${type.name}`, "is declared differently in", other.source, type.source);
      }
    }
  }
  return types;
}

interface OwnedMessage {
  readonly declared: MessageDeclaration;
  readonly module: string;
}

function mergeMessages(files: Iterable<ApiFile>): Map<string, OwnedMessage> {
  const messages = new Map<string, OwnedMessage>();
  for (const file of files) {
    const module = moduleIdentifier(file);
    for (const declared of file.messages) {
      const other = messages.get(declared.name)?.declared;
      if (other === undefined) messages.set(declared.name, { declared, module });
      else if (!sameMessage(other, declared)) {
        contradiction(
          `message ${declared.name}`,
          "is declared differently in",
          other.source,
          declared.source,
        );
      }
    }
  }
  return messages;
}

function mergeServices(
  files: Iterable<ApiFile>,
  messages: ReadonlyMap<string, unknown>,
): Map<string, Service> {
  const services = new Map<string, { readonly service: Service; readonly file: ApiFile }>();
  for (const file of files) {
    for (const service of file.services) {
      for (const name of [service.caller, service.reply, service.streamMessage, ...service.events]) {
        if (name !== null && !messages.has(name)) {
          throw new VppDefinitionError(`service ${service.caller}: no message ${name}`, place(file));
        }
      }
      const other = services.get(service.caller);
      if (other !== undefined && !sameService(other.service, service)) {
        contradiction(
          `service ${service.caller}`,
          "is stated differently in",
          place(other.file),
          place(file),
        );
      }
      if (other === undefined) services.set(service.caller, { service, file });
    }
  }
  return new Map([...services].map(([caller, { service }]) => [caller, service]));
}

function sameService(a: Service, b: Service): boolean {
  return (
    a.reply === b.reply &&
    a.stream === b.stream &&
    a.streamMessage === b.streamMessage &&
    a.events.join() === b.events.join()
  );
}

function linkMessage({ declared, module }: OwnedMessage, linker: TypeLinker): Message {
  const { name, crc, comment, source } = declared;
  const fields = linkFields(declared.fields, declared, linker.resolve);
  return Object.freeze({
    kind: "message",
    name,
    module,
    crc,
    fields,
    options: plainOptions(declared.options),
    comment,
    source,
  });
}

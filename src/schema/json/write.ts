/** Prints a file as VPP 26.06's compiler does (src/tools/vppapigen/vppapigen_json.py). */
import type {
  ApiFile,
  DeclaredOptions,
  DeclaredValue,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  StructDeclaration,
} from "../file/declarations.ts";
import type { Service } from "../model.ts";
import { type PythonObject, type PythonValue, pythonJson } from "./python.ts";

/** The text of `.api.json`, without a newline at its end. */
export function writeApiJson(file: ApiFile): string {
  const structs = file.types.filter((type): type is StructDeclaration => type.kind === "struct");
  const unions = file.types.filter((type): type is StructDeclaration => type.kind === "union");
  const enums = file.types.filter((type) => type.kind === "enum");
  const aliases = file.types.filter((type) => type.kind === "alias");
  return pythonJson(
    object([
      ["module", file.module],
      ["types", structs.map(struct)],
      ["messages", file.messages.map(message)],
      ["unions", unions.map(struct)],
      ["enums", enums.filter((type) => !type.flag).map(enumeration)],
      ["enumflags", enums.filter((type) => type.flag).map(enumeration)],
      ["services", object(file.services.map((s) => [s.caller, service(s)]))],
      ["options", options(file.options)],
      [
        "aliases",
        object(aliases.map((a) => [a.name, some({ type: a.type, length: a.length ?? undefined })])),
      ],
      ["vl_api_version", file.apiVersion],
      ["imports", file.imports],
      [
        "counters",
        file.counters.map((c) =>
          some({ name: c.name, elements: c.elements.map((e) => object(Object.entries(e))) }),
        ),
      ],
      ["paths", file.paths.map((p) => ("path" in p ? path(p) : p.map(path)))],
    ]),
  );
}

function object(entries: readonly (readonly [string, PythonValue])[]): PythonObject {
  return new Map(entries);
}

/** Without what is undefined. */
function some(entries: Readonly<Record<string, PythonValue | undefined>>): PythonObject {
  return new Map(Object.entries(entries).filter((e): e is [string, PythonValue] => e[1] !== undefined));
}

function options(declared: DeclaredOptions): PythonObject {
  return object(Object.keys(declared).map((name) => [name, declared[name] as DeclaredValue]));
}

function struct(type: StructDeclaration): PythonValue {
  const meta = type.comment === null ? [] : [some({ comment: type.comment })];
  return [type.name, ...type.fields.map(field), ...meta];
}

function message({ name, fields, crc, options: declared, comment }: MessageDeclaration): PythonValue {
  const meta = some({ crc: `0x${crc}`, options: options(declared), comment: comment ?? undefined });
  return [name, ["u16", "_vl_msg_id"], ...fields.map(field), meta];
}

function field({ type, name, length, count, options: declared }: FieldDeclaration): PythonValue {
  const parts: PythonValue[] = [type, name];
  if (length !== null) parts.push(length);
  if (count !== null) parts.push(count);
  if (Object.keys(declared).length > 0) parts.push(options(declared));
  return parts;
}

function enumeration({ name, members, base }: EnumDeclaration): PythonValue {
  return [name, ...members.map((m) => [m.name, m.value]), some({ enumtype: base })];
}

function service({ reply, stream, streamMessage, events }: Service): PythonObject {
  return some({
    reply: reply ?? "null",
    stream: stream ? true : undefined,
    stream_msg: streamMessage ?? undefined,
    events: events.length > 0 ? events : undefined,
  });
}

function path(p: { readonly path: string; readonly counter: string }): PythonObject {
  return some({ path: p.path, counter: p.counter });
}

import type { Message } from "../../schema/index.ts";
import { fieldsSize, shapeOf, sizeOf } from "../layout.ts";
import { Code, literal, Offset, type Typing } from "./code.ts";
import { FieldsDecoder } from "./decode.ts";
import { FieldsEncoder } from "./encode.ts";
import type { Unit } from "./types.ts";

/** Bytes of the u16 `_vl_msg_id` that every payload starts with. */
const ID_SIZE = 2;

/** Where the session's own fields stand in a message, from the start of the payload. */
export interface SessionFields {
  readonly contextOffset: number | null;
  readonly clientIndexOffset: number | null;
}

/**
 * Finds `client_index` and `context`: they are the session's where they are u32 and at a fixed place. Neither is
 * always there, nor always at offset 2 or 6.
 */
export function sessionFields(message: Message): SessionFields {
  const found: Record<string, number> = {};
  let offset: number | null = ID_SIZE;
  for (const field of message.fields) {
    if (offset === null) break;
    const shape = shapeOf(field);
    if (
      (field.name === "context" || field.name === "client_index") &&
      shape.kind === "scalar" &&
      shape.name === "u32" &&
      field.countOf === null
    ) {
      found[field.name] = offset;
    }
    const size = sizeOf(shape);
    offset = size === null ? null : offset + size;
  }
  return { contextOffset: found.context ?? null, clientIndexOffset: found.client_index ?? null };
}

/** The encoder's parameters; what a message has no place for is left out, or marked as unused. */
function encodeParams({ contextOffset, clientIndexOffset }: SessionFields): (readonly [string, string])[] {
  const params: (readonly [string, string])[] = [
    ["w", "Writer"],
    ["fields", "unknown"],
    ["id", "number"],
  ];
  if (contextOffset !== null || clientIndexOffset !== null) {
    params.push([clientIndexOffset === null ? "_clientIndex" : "clientIndex", "number"]);
  }
  if (contextOffset !== null) params.push(["context", "number"]);
  return params;
}

/** `encode_<name>` and `decode_<name>`, as MessageDescriptor describes them. */
export function emitMessage(message: Message, typing: Typing | null = null): Unit {
  const code = new Code(typing);
  const { name, fields } = message;
  const session = sessionFields(message);
  const { contextOffset, clientIndexOffset } = session;
  const own = new Set<string>();
  if (contextOffset !== null) own.add("context");
  if (clientIndexOffset !== null) own.add("client_index");
  const encoder = new FieldsEncoder(code, `m_${name}`, fields);
  const decoder = new FieldsDecoder(code, `m_${name}`, fields);
  const size = fieldsSize(fields);
  encoder.constants(own);
  code.fn(`encode_${name}`, encodeParams(session), "void", () => {
    code.line("const o = w.pos;");
    const body = () => {
      const loose = typing === null ? "" : code.note(`Loose<${typing.message(message)}>`);
      code.line(`const v${loose} = ${code.rt("asFields")}(fields, "", fields);`);
      code.line(`w.reserve(${ID_SIZE} + ${encoder.bound()});`);
      code.line("const d = w.view;");
      code.line("d.setUint16(o, id);");
      if (clientIndexOffset !== null) code.line(`d.setUint32(o + ${clientIndexOffset}, clientIndex);`);
      if (contextOffset !== null) code.line(`d.setUint32(o + ${contextOffset}, context);`);
      const end = encoder.body(new Offset("o", ID_SIZE), own);
      code.line(`w.pos = ${end};`);
    };
    code.guarded(body, `${code.rt("encodeFailed")}(${literal(name)}, w, o, fields, error)`);
  });
  decoder.helpers(typing?.decoded(message));
  const head = ID_SIZE + decoder.head();
  const body = () => {
    code.line("const o = s.start;");
    code.line(`if (s.end - o < ${head}) throw ${code.rt("tooShort")}(${literal(name)}, s, ${head});`);
    decoder.body(new Offset("o", ID_SIZE), own, typing?.decoded(message));
  };
  const returns = typing?.decoded(message) ?? "";
  code.fn(`decode_${name}`, [["s", "Source"]], returns, () => {
    if (size !== null) return body();
    code.guarded(body, `${code.rt("decodeFailed")}(${literal(name)}, s, error)`);
  });
  return { code, defines: [`encode_${name}`, `decode_${name}`] };
}

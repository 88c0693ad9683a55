import { VppDefinitionError, VppEncodeError } from "../../errors/index.ts";
import type { Message } from "../../schema/model.ts";
import { Source, Writer } from "../bytes.ts";
import type { Codecs } from "../compile.ts";
import type { MessageDescriptor } from "../descriptor.ts";
import { didYouMean } from "../suggest.ts";
import { jsonToFields } from "./from-json.ts";
import { fieldsToJson } from "./to-json.ts";
import type { JsonObject } from "./types.ts";

/**
 * The payload of a message from its JSON, `client_index` and `context` among the fields (0 where left out). The
 * u16 message id it starts with is 0: ids are VPP's, and other in every run.
 *
 * @throws VppEncodeError naming the path of what is wrong; VppDefinitionError for a message that isn't defined.
 */
export function encodeJson(codecs: Codecs, name: string, json: unknown): Buffer {
  const { message, descriptor } = find(codecs, name);
  const fields = jsonToFields(message, json);
  // Where they aren't the session's they are fields like others, which encode() takes.
  const clientIndex =
    descriptor.clientIndexOffset === null ? 0 : takeSession(message, fields, "client_index");
  const context = descriptor.contextOffset === null ? 0 : takeSession(message, fields, "context");
  const w = new Writer(256);
  descriptor.encode(w, fields, 0, clientIndex, context);
  return w.take();
}

/**
 * The JSON of a whole message, `client_index` and `context` included, from its payload. The message id is not
 * looked at; bytes after the last field are ignored, as VPP does.
 *
 * @throws VppDecodeError for a payload that is too short; VppDefinitionError for a message that isn't defined.
 */
export function decodeJson(codecs: Codecs, name: string, payload: Uint8Array): JsonObject {
  const { message, descriptor } = find(codecs, name);
  const source = new Source(payload);
  const fields = descriptor.decode(source);
  const { clientIndexOffset, contextOffset } = descriptor;
  if (clientIndexOffset !== null) fields.client_index = source.view.getUint32(clientIndexOffset);
  if (contextOffset !== null) fields.context = source.view.getUint32(contextOffset);
  return fieldsToJson(message, fields);
}

function find(codecs: Codecs, name: string): { message: Message; descriptor: MessageDescriptor } {
  const message = codecs.schema.messages.get(name);
  const descriptor = codecs.message(name);
  if (message !== undefined && descriptor !== undefined) return { message, descriptor };
  const hint = didYouMean(name, codecs.schema.messages.keys());
  throw new VppDefinitionError(`no message ${JSON.stringify(name.slice(0, 64))}${hint}`);
}

/** Takes one of the session's numbers out of the fields. */
function takeSession(
  message: Message,
  fields: Record<string, unknown>,
  name: "client_index" | "context",
): number {
  const value = fields[name] ?? 0;
  delete fields[name];
  if (typeof value === "number" && value >>> 0 === value) return value;
  throw new VppEncodeError(message.name, name, `expected a u32 (0 to 4294967295), got ${value}`, value);
}

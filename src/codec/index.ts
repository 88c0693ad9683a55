export { Slab, Source, Writer } from "./bytes.ts";
export { type Codecs, codecsOf } from "./compile.ts";
export type {
  ApiDefinition,
  DumpDescriptor,
  EventDescriptor,
  ExchangeDescriptor,
  Fields,
  GetDescriptor,
  MessageDescriptor,
  OnewayDescriptor,
  RequestDescriptor,
  WantDescriptor,
} from "./descriptor.ts";
export type { JsonObject, JsonValue } from "./json/index.ts";
export { decodeJson, encodeJson, fieldsToJson, jsonToFields } from "./json/index.ts";
export { isMisdeclaredDump, type WantFields, wantFields } from "./quirks.ts";
export { type RandomOptions, randomFields, seededRandom } from "./random.ts";
export { didYouMean } from "./suggest.ts";

export { Source, Writer } from "./bytes.ts";
export { type Codecs, codecsOf } from "./compile.ts";
export type { ExchangeDescriptor, Fields, MessageDescriptor } from "./descriptor.ts";
export type { JsonObject, JsonValue } from "./json/index.ts";
export { decodeJson, encodeJson, fieldsToJson, jsonToFields } from "./json/index.ts";
export { type RandomOptions, randomFields, seededRandom } from "./random.ts";
export { didYouMean } from "./suggest.ts";

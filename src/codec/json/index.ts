export { jsonToFields } from "./from-json.ts";
export { fieldsToJson } from "./to-json.ts";
export type { JsonObject, JsonValue } from "./types.ts";
export { decodeJson, encodeJson } from "./whole.ts";

export { type ApiDiff, type Breakage, diffApis, type MessageChange, type MessageRef } from "./diff/diff.ts";
export type { FieldChange } from "./diff/fields.ts";
export { diffText } from "./diff/text.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { MARK } from "./module.ts";

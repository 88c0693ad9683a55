export { VppError } from "./base.ts";
export { VppDecodeError, VppEncodeError } from "./codec.ts";
export { type DefinitionPosition, formatPosition, VppDefinitionError } from "./definition.ts";

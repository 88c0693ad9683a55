export { VppApiError } from "./api.ts";
export { VppError } from "./base.ts";
export { VppDecodeError, VppEncodeError } from "./codec.ts";
export { type ChangedMessage, VppCompatibilityError } from "./compatibility.ts";
export { type ConnectionFailure, VppConnectionError } from "./connection.ts";
export { type DefinitionPosition, formatPosition, VppDefinitionError } from "./definition.ts";
export { EAGAIN, errnoName, INVALID_REGISTRATION } from "./errno.ts";
export { VppStateError } from "./state.ts";
export { VppTimeoutError } from "./timeout.ts";

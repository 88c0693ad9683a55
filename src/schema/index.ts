export type * from "./file/declarations.ts";
export { KnownTypes, type ReadJsonOptions, readApiJson } from "./json/read.ts";
export { linkSchema } from "./link/link.ts";
export { replyOf, serviceOf } from "./link/lookup.ts";
export type * from "./model.ts";

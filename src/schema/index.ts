export { type CompileOptions, compileApi } from "./api/compile.ts";
export type { ParsedFiles, Resolved, ResolveImport } from "./api/imports.ts";
export { messageCrc } from "./crc/model.ts";
export type * from "./file/declarations.ts";
export { KnownTypes, type ReadJsonOptions, readApiJson } from "./json/read.ts";
export { writeApiJson } from "./json/write.ts";
export { linkSchema } from "./link/link.ts";
export { replyOf, serviceOf } from "./link/lookup.ts";
export type * from "./model.ts";

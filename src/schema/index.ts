export { type CompileOptions, compileApi } from "./api/compile.ts";
export { CURRENT_DIALECT, type Dialect, dialectOfCompiler, EARLY_DIALECT } from "./api/dialect.ts";
export type { ParsedFiles, Resolved, ResolveImport } from "./api/imports.ts";
export { messageCrc } from "./crc/model.ts";
export type {
  AliasDeclaration,
  ApiFile,
  CounterDeclaration,
  DecimalNumber,
  DeclaredOptions,
  DeclaredValue,
  EnumDeclaration,
  EnumMemberDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  StructDeclaration,
  TypeDeclaration,
} from "./file/declarations.ts";
export { KnownTypes, type ReadJsonOptions, readApiJson } from "./json/read.ts";
export { writeApiJson } from "./json/write.ts";
export { linkSchema } from "./link/link.ts";
export { replyOf, serviceOf } from "./link/lookup.ts";
export type {
  AliasType,
  CounterElement,
  CounterPath,
  CounterSet,
  EnumBase,
  EnumMember,
  EnumType,
  Field,
  FieldArray,
  Message,
  Module,
  NamedType,
  Options,
  OptionValue,
  ScalarName,
  ScalarType,
  Schema,
  Service,
  SourceLocation,
  StringType,
  StructType,
  Type,
  UnionType,
} from "./model.ts";

import { dirname } from "node:path";
import { type ApiFile, compileApi, type ParsedFiles } from "../schema/index.ts";
import { dialectOfTree } from "./dialect.ts";
import { readText } from "./files.ts";
import { importResolver } from "./imports.ts";

/**
 * Compiles one `.api` file from disk. Imports are looked for in the include folders, or without any in the
 * working folder, as VPP's compiler does; then near the file.
 *
 * @throws VppDefinitionError with file, line and column.
 */
export function compileFile(file: string, include: readonly string[] = []): ApiFile {
  return compileFiles([file], include)[0] as ApiFile;
}

/** Compiles files that may import each other, each of them read and parsed once. */
export function compileFiles(
  files: readonly string[],
  include: readonly string[],
  maxSize?: number,
): readonly ApiFile[] {
  const resolveImport = importResolver(include.length === 0 ? ["."] : include, files, maxSize);
  const dialect = dialectOfTree([...new Set([...files.map((file) => dirname(file)), ...include])]);
  const parsed: ParsedFiles = new Map();
  return files.map((file) => compileApi(readText(file, maxSize), { file, resolveImport, parsed, dialect }));
}

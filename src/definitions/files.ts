import { readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { VppDefinitionError } from "../errors/index.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes of one file of definitions; VPP 26.06 has 1.2 MB in all. */
export const MAX_FILE: number = 1 << 26;

/** @throws VppDefinitionError where it can't be read, isn't UTF-8, or has more than `maxSize` bytes. */
export function readText(file: string, maxSize: number = MAX_FILE): string {
  const size = statOf(file)?.size ?? 0;
  if (size > maxSize) {
    throw new VppDefinitionError(`${size} bytes are more than ${maxSize} (the limit for definitions)`, {
      file,
    });
  }
  try {
    return UTF8.decode(readFileSync(file));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const text =
      code === "ERR_ENCODING_INVALID_ENCODED_DATA"
        ? "not UTF-8"
        : code === "ENOENT"
          ? "no such file"
          : `can't be read (${code})`;
    throw new VppDefinitionError(text, { file }, { cause });
  }
}

/** Null where there is nothing; a path that no file can have is one where there is nothing. */
export function statOf(path: string): Stats | null {
  if (path.includes("\0")) return null;
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

export interface FoundFiles {
  readonly json: readonly string[];
  readonly api: readonly string[];
}

/** The definitions in a folder at any depth, in the order of their paths. */
export function findFiles(folder: string): FoundFiles {
  const json: string[] = [];
  const api: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (name.endsWith(".api.json")) json.push(join(folder, name));
    else if (name.endsWith(".api")) api.push(join(folder, name));
  }
  return { json: json.filter(isFile), api: api.filter(isFile) };
}

import { VppError } from "./base.ts";

/** Position in a definition file; `line` and `column` count from 1. */
export interface DefinitionPosition {
  readonly file: string;
  readonly line?: number | null;
  readonly column?: number | null;
}

/** An API definition can't be read, or contradicts another. The message starts with `file:line:column`. */
export class VppDefinitionError extends VppError {
  readonly code = "VPP_DEFINITION";
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;

  constructor(text: string, at?: DefinitionPosition, options?: { cause?: unknown }) {
    super(at === undefined ? text : `${formatPosition(at)}: ${text}`, options);
    this.file = at?.file ?? null;
    this.line = at?.line ?? null;
    this.column = at?.column ?? null;
  }
}

/** `file:line:column`, as far as it is known. */
export function formatPosition(at: DefinitionPosition): string {
  if (at.line === undefined || at.line === null) return at.file;
  if (at.column === undefined || at.column === null) return `${at.file}:${at.line}`;
  return `${at.file}:${at.line}:${at.column}`;
}

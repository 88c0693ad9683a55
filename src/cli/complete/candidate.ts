/** One word that may stand where the cursor is. */
export interface Candidate {
  /** The whole word. It goes on where it ends in `=`, `.` or `,`. */
  readonly value: string;
  /** What it is, for shells that show it. */
  readonly about?: string;
}

/** What may stand where the cursor is. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Names of files are to be added, which the shell knows itself. */
  readonly files: boolean;
}

export const NOTHING: Completion = { candidates: [], files: false };
export const FILES: Completion = { candidates: [], files: true };

/** Those of `all` that the word typed so far is the beginning of. */
export function startingWith(typed: string, all: Iterable<Candidate>): Candidate[] {
  return [...all].filter(({ value }) => value.startsWith(typed));
}

export function named(names: Iterable<string>): Candidate[] {
  return [...names].map((value) => ({ value }));
}

import { getSystemErrorMap } from "node:util";

/** What the system's own words are for an error of a system call; null for any other. */
export function systemText(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  for (const [name, text] of getSystemErrorMap().values()) if (name === error.code) return text;
  return null;
}

import type { Module, Schema, SourceLocation } from "../../../schema/index.ts";

/** `error`: a client can't work with it, or VPP's promise to its users is broken. `warning`: somebody will stumble. */
export type Level = "error" | "warning";

/** What is wrong with one definition. */
export interface Finding {
  readonly level: Level;
  /** Which rule found it. */
  readonly rule: string;
  readonly module: string;
  /** The message or type; of a module its name. */
  readonly name: string;
  readonly text: string;
  readonly source: SourceLocation;
}

/** Where a rule puts what it finds. */
export type Report = (
  level: Level,
  rule: string,
  about: { readonly name: string; readonly source: SourceLocation },
  text: string,
) => void;

/** What rules look at: one module among the definitions it belongs to. */
export interface Place {
  readonly schema: Schema;
  readonly module: Module;
}

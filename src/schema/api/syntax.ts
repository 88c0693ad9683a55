/** What the parser makes of a file: its statements, checked for nothing but their form. */
import type { DeclaredOptions, DeclaredValue } from "../file/declarations.ts";
import type { CounterPath, EnumBase, SourceLocation } from "../model.ts";

export interface OptionSyntax {
  readonly kind: "option";
  readonly name: string;
  readonly value: DeclaredValue;
  readonly at: SourceLocation;
}

/** `[N]`, `[count]` or `[]`. */
export type ArraySyntax =
  | { readonly kind: "fixed"; readonly length: number }
  | { readonly kind: "counted"; readonly count: string; readonly at: SourceLocation }
  | { readonly kind: "open" };

export interface FieldSyntax {
  readonly kind: "field";
  readonly type: string;
  readonly typeAt: SourceLocation;
  readonly name: string;
  readonly at: SourceLocation;
  readonly array: ArraySyntax | null;
  readonly options: DeclaredOptions;
}

export interface BlockSyntax {
  readonly kind: "define" | "typedef" | "union";
  readonly name: string;
  readonly at: SourceLocation;
  readonly flags: readonly string[];
  readonly block: readonly (FieldSyntax | OptionSyntax)[];
  readonly comment: string | null;
}

export interface AliasSyntax {
  readonly kind: "alias";
  readonly field: FieldSyntax;
}

export interface MemberSyntax {
  readonly name: string;
  readonly at: SourceLocation;
  /** Null: one more than the member before. */
  readonly value: DeclaredValue;
  readonly options: DeclaredOptions;
}

export interface EnumSyntax {
  readonly kind: "enum";
  readonly flag: boolean;
  readonly name: string;
  readonly at: SourceLocation;
  readonly base: EnumBase;
  readonly members: readonly MemberSyntax[];
}

export interface ImportSyntax {
  readonly kind: "import";
  readonly path: string;
  readonly at: SourceLocation;
}

export interface RpcSyntax {
  readonly caller: string;
  readonly reply: string | null;
  readonly stream: boolean;
  readonly streamMessage: string | null;
  readonly events: readonly string[];
  readonly at: SourceLocation;
}

export interface ServiceSyntax {
  readonly kind: "service";
  readonly rpcs: readonly RpcSyntax[];
}

export interface CountersSyntax {
  readonly kind: "counters";
  readonly name: string;
  readonly elements: readonly Readonly<Record<string, string>>[];
}

export interface PathsSyntax {
  readonly kind: "paths";
  readonly paths: readonly CounterPath[];
}

export type Statement =
  | OptionSyntax
  | ImportSyntax
  | BlockSyntax
  | AliasSyntax
  | EnumSyntax
  | ServiceSyntax
  | CountersSyntax
  | PathsSyntax;

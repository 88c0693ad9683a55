import { chainTo, type Frame, openFrames } from "./frames.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Methods of `vpp` whose first argument names a message. */
const NAMING = ["call", "dump", "send", "on", "events"] as const;
export type NamingMethod = (typeof NAMING)[number];

/** What leads from a message's fields to a value: a field's name, or an element of an array, whichever. */
export type Step = string | null;

/** What is being typed so far, and in which quotes; null without any. */
interface Typed {
  readonly typed: string;
  readonly quoted: boolean;
}

/** Where the cursor stands, as far as VPP's API has something to say about it. */
export type Place =
  /** The name of a method of `vpp.api`. */
  | (Typed & { readonly kind: "method" })
  /** The name of a message, for a method of `vpp` that takes one. */
  | (Typed & { readonly kind: "message"; readonly method: NamingMethod })
  /** The name of a field, in braces that have `used` already. */
  | (Typed & {
      readonly kind: "field";
      readonly message: string;
      readonly path: readonly Step[];
      readonly used: readonly string[];
    })
  /** The value that `path` leads to. */
  | (Typed & { readonly kind: "value"; readonly message: string; readonly path: readonly Step[] })
  /** The name of an option of a call. */
  | (Typed & { readonly kind: "option"; readonly used: readonly string[] });

/** More than anybody types; keeps a key press cheap. What is before it is not looked at. */
const MAX_TEXT = 1 << 16;

/** Where the cursor stands behind a text; null where VPP's API has no say. */
export function placeAfter(text: string): Place | null {
  const all = tokensOf(text.slice(-MAX_TEXT));
  const end = Math.min(text.length, MAX_TEXT);
  const last = all.at(-1);
  if (last?.kind === "template" && last.open) return null;
  // What is being typed ends at the cursor, a string without its quote.
  const isPartial = last !== undefined && last.end === end && (last.kind === "name" || last.open);
  const before = isPartial ? all.slice(0, -1) : all;
  if (!isPartial && last?.end === end && (last.kind === "number" || last.kind === "string")) return null;
  const typed: Typed = { typed: isPartial ? last.text : "", quoted: isPartial && last.kind === "string" };
  return methodPlace(before, typed) ?? argumentPlace(before, typed);
}

function isApi(chain: readonly string[] | null): boolean {
  const path = chain?.join(".");
  return path === "api" || path === "vpp.api";
}

function methodPlace(tokens: readonly Token[], typed: Typed): Place | null {
  const before = tokens.at(-1)?.text;
  const isAccess = typed.quoted ? before === "[" : before === "." || before === "?.";
  const found = isAccess && isApi(chainTo(tokens, tokens.length - 2));
  return found ? { kind: "method", ...typed } : null;
}

/** What a call that is being typed calls. */
type Callee =
  | { readonly kind: "api"; readonly message: string }
  | { readonly kind: "vpp"; readonly method: NamingMethod; readonly message: string | null };

function calleeOf(tokens: readonly Token[], { bracket, at }: Frame): Callee | null {
  const chain = bracket === "(" ? chainTo(tokens, at - 1) : null;
  const name = chain?.at(-1);
  if (chain === null || name === undefined) return null;
  if (isApi(chain.slice(0, -1))) return { kind: "api", message: name };
  const method = NAMING.find((known) => known === name);
  if (method === undefined || chain.length !== 2 || chain[0] !== "vpp") return null;
  const first = tokens[at + 1];
  return { kind: "vpp", method, message: first?.kind === "string" ? first.text : null };
}

function argumentPlace(tokens: readonly Token[], typed: Typed): Place | null {
  const frames = openFrames(tokens);
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i] as Frame;
    const callee = calleeOf(tokens, frame);
    if (callee !== null) return inCall(tokens, callee, frame, frames.slice(i + 1), typed);
    if (frame.bracket === "(" || frame.bracket === "${") return null;
  }
  return null;
}

function inCall(
  tokens: readonly Token[],
  callee: Callee,
  call: Frame,
  inner: readonly Frame[],
  typed: Typed,
): Place | null {
  // vpp.api.x(fields, options); vpp.call("x", fields, options).
  const argument = callee.kind === "api" ? call.commas : call.commas - 1;
  if (argument < 0) {
    if (callee.kind === "api" || inner.length > 0 || tokens.length - 1 !== call.at) return null;
    return { kind: "message", method: callee.method, ...typed };
  }
  const { message } = callee;
  if (message === null || (callee.kind === "vpp" && (callee.method === "on" || callee.method === "events"))) {
    return null;
  }
  if (!inner.every(({ at }) => isLiteral(tokens, at))) return null;
  return argument === 0
    ? inFields(tokens, message, inner, typed)
    : argument === 1
      ? inOptions(tokens, inner, typed)
      : null;
}

/** Whether a bracket begins an object or array, and no block, index or call. */
function isLiteral(tokens: readonly Token[], at: number): boolean {
  return ["(", ",", ":", "["].includes(tokens[at - 1]?.text ?? "");
}

function inFields(
  tokens: readonly Token[],
  message: string,
  inner: readonly Frame[],
  typed: Typed,
): Place | null {
  const last = inner.at(-1);
  if (last === undefined) return null;
  const path: Step[] = [];
  for (const { bracket, key } of inner.slice(0, -1)) {
    if (bracket === "{" && key === null) return null;
    path.push(bracket === "{" ? key : null);
  }
  const before = tokens.at(-1)?.text ?? "";
  if (last.bracket === "[") {
    const isElement = before === "[" || before === ",";
    return isElement ? { kind: "value", message, path: [...path, null], ...typed } : null;
  }
  if (last.key !== null) {
    return before === ":" ? { kind: "value", message, path: [...path, last.key], ...typed } : null;
  }
  return isKeyPlace(before) ? { kind: "field", message, path, used: last.keys, ...typed } : null;
}

function inOptions(tokens: readonly Token[], inner: readonly Frame[], typed: Typed): Place | null {
  const [braces, ...more] = inner;
  if (braces?.bracket !== "{" || more.length > 0 || braces.key !== null) return null;
  return isKeyPlace(tokens.at(-1)?.text ?? "") ? { kind: "option", used: braces.keys, ...typed } : null;
}

function isKeyPlace(before: string): boolean {
  return before === "{" || before === ",";
}

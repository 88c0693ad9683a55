import { didYouMean } from "../codec/suggest.ts";
import { VppStateError } from "../errors/index.ts";

/** What a caller may say of one call. */
export interface CallOptions {
  /** Milliseconds for this call; for a dump, between two messages. Infinity for none. Default: the client's. */
  readonly timeout?: number | undefined;
  /** Gives the call up; it fails with the signal's reason. VPP may still carry it out. */
  readonly signal?: AbortSignal | undefined;
  /** False: a negative retval is handed back in the reply instead of thrown. */
  readonly check?: boolean | undefined;
  /** Lets this call through even where it can kill VPP; the refusal says what to make sure of. Default false. */
  readonly unsafe?: boolean | undefined;
}

/** Every option, by the compiler's word. */
const KNOWN: Readonly<Record<keyof CallOptions, true>> = {
  timeout: true,
  signal: true,
  check: true,
  unsafe: true,
};

/** The names of all options of a call. */
export const CALL_OPTIONS: readonly string[] = Object.keys(KNOWN);
const CALL_OPTION_SET: ReadonlySet<string> = new Set(CALL_OPTIONS);

/** What calls without options are given; it needs no looking through. */
export const NO_OPTIONS: CallOptions = Object.freeze({});

/**
 * Without types a misspelt option would be ignored: a call without the time limit it was given.
 *
 * @throws VppStateError for what is no object of known options.
 */
export function requireKnownOptions(
  subject: string,
  options: object,
  known: ReadonlySet<string> = CALL_OPTION_SET,
): void {
  if (typeof options !== "object" || options === null) throw noOptions(subject, options);
  // Inherited ones count: they are read, too.
  for (const name in options) {
    if (!known.has(name)) refuse(subject, options, name, known);
  }
}

/** One that is undefined counts as left out. */
function refuse(subject: string, options: object, name: string, known: ReadonlySet<string>): void {
  if ((options as Readonly<Record<string, unknown>>)[name] === undefined) return;
  throw new VppStateError(`${subject}: no option is called ${name}${didYouMean(name, known)}`);
}

function noOptions(subject: string, got: unknown): VppStateError {
  return new VppStateError(`${subject}: expected options, got ${got === null ? "null" : typeof got}`);
}

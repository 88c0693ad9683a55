import {
  VppApiError,
  VppCompatibilityError,
  VppConnectionError,
  VppEncodeError,
  VppStateError,
  VppStatsError,
  VppTimeoutError,
} from "../errors/index.ts";
import { LineError } from "./lines.ts";

/** What the command's exit status says; scripts depend on it. */
export const EXIT = {
  ok: 0,
  /** VPP refused, a line of input was wrong, a file doesn't compile. */
  failed: 1,
  /** The command line is wrong: options, the message's name, its fields, where the definitions are. */
  usage: 2,
  noConnection: 3,
  timeout: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line can't be carried out as given. */
export class UsageError extends Error {}

const NOTHING_SENT = [UsageError, VppEncodeError, VppStateError, VppCompatibilityError] as const;

/** The exit status for what a command threw. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof LineError) return exitCodeOfLine(error.cause);
  if (error instanceof VppTimeoutError) return EXIT.timeout;
  if (error instanceof VppConnectionError) return EXIT.noConnection;
  if (error instanceof VppApiError) return EXIT.failed;
  if (error instanceof VppStatsError) return exitCodeOfStats(error);
  return NOTHING_SENT.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.failed;
}

/** A line of input is a failure of its own, but for what VPP or the link had to do with it. */
function exitCodeOfLine(cause: unknown): ExitCode {
  if (cause instanceof VppTimeoutError) return EXIT.timeout;
  return cause instanceof VppConnectionError ? EXIT.noConnection : EXIT.failed;
}

function exitCodeOfStats({ reason }: VppStatsError): ExitCode {
  if (reason === "unavailable" || reason === "lost") return EXIT.noConnection;
  if (reason === "pattern") return EXIT.usage;
  return reason === "busy" ? EXIT.timeout : EXIT.failed;
}

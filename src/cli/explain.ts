import { VppApiError } from "../errors/index.ts";

/** What went wrong, for people; a line but for what VPP itself says in several. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof VppApiError)) return error.message.replace("{ unsafe: true }", "--unsafe");
  // cli_inband_reply says in its text what was wrong with the command.
  const { reply } = error.reply;
  const more = typeof reply === "string" && reply !== "" ? `: ${reply}` : "";
  return `VPP refused ${error.message}${more}`;
}

/** The same with where it comes from. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

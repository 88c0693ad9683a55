import { VppError } from "./base.ts";
import { errnoName } from "./errno.ts";

/** VPP refused: its reply has a negative `retval`. */
export class VppApiError extends VppError {
  readonly code = "VPP_API";
  readonly retval: number;
  /** VPP's name of the retval, such as `INVALID_SW_IF_INDEX`; null for one that VPP 26.06 doesn't name. */
  readonly errno: string | null;
  /** The request that was refused. */
  readonly messageName: string;
  /** The whole reply: some carry more about the refusal. */
  readonly reply: Readonly<Record<string, unknown>>;

  constructor(messageName: string, retval: number, reply: Readonly<Record<string, unknown>>) {
    const errno = errnoName(retval);
    // cli_inband_reply says in its text what was wrong with the command.
    const words = typeof reply.reply === "string" ? reply.reply.trim() : "";
    super(`${messageName}: ${errno ?? "retval"} (${retval})${words === "" ? "" : `: ${words}`}`);
    this.messageName = messageName;
    this.retval = retval;
    this.errno = errno;
    this.reply = reply;
  }
}

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
    super(`${messageName}: ${errno === null ? "retval" : errno} (${retval})`);
    this.messageName = messageName;
    this.retval = retval;
    this.errno = errno;
    this.reply = reply;
  }
}

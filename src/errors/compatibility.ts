import { VppError } from "./base.ts";

/** A message whose definition isn't the one VPP was built with. */
export interface ChangedMessage {
  readonly name: string;
  /** The CRC of the definition in use: eight lower-case hex digits. */
  readonly wanted: string;
  /** The CRC that VPP has. */
  readonly present: string;
}

/** The running VPP lacks messages, or has them with another layout. Nothing was sent. */
export class VppCompatibilityError extends VppError {
  readonly code = "VPP_COMPATIBILITY";
  readonly missing: readonly string[];
  readonly changed: readonly ChangedMessage[];

  constructor(missing: readonly string[], changed: readonly ChangedMessage[]) {
    super(describe(missing, changed));
    this.missing = missing;
    this.changed = changed;
  }
}

function describe(missing: readonly string[], changed: readonly ChangedMessage[]): string {
  const parts: string[] = [];
  if (missing.length > 0) parts.push(`this VPP has no ${missing.join(", ")} (is its plugin loaded?)`);
  for (const { name, wanted, present } of changed) {
    parts.push(`${name} has crc ${wanted} in the definitions, ${present} in this VPP`);
  }
  return parts.join("; ");
}

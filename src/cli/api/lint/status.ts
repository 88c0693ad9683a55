import type { Message, Schema } from "../../../schema/index.ts";
import { statusOf } from "../status.ts";
import type { Place, Report } from "./finding.ts";

/** Whether VPP promises to keep a message: in a file of version 1 or later, and not in progress. */
function isProduction(schema: Schema, message: Message): boolean {
  const version = schema.modules.get(message.module)?.version ?? "0";
  return !version.startsWith("0") && !statusOf(message.options).includes("in progress");
}

/**
 * How messages come and go by VPP's rules (docs/interfacing/binapi/vpp_api_language.rst, "API Change Process"):
 * what is deprecated should name what replaces it, and that must be there to stay.
 */
export function lintStatus({ schema }: Place, message: Message, report: Report): void {
  const { options, name } = message;
  // An answer goes with what it answers, and autoreply gives it the same options.
  if (!schema.services.has(name)) return;
  if (options.status === "in_progress" || options.status === "deprecated") {
    report("warning", "old-status", message, `write option ${options.status} instead of option status="…"`);
  }
  const isDeprecated = "deprecated" in options || options.status === "deprecated";
  const replacement = options.replaced_by;
  if (replacement === undefined) {
    if (isDeprecated) {
      report("warning", "no-replacement", message, "deprecated, but nothing says what replaces it");
    }
    return;
  }
  const other = typeof replacement === "string" ? schema.messages.get(replacement) : undefined;
  if (other === undefined) {
    // What another module has can't be known from this one alone.
    const level = schema.modules.size > 1 ? "error" : "warning";
    report(level, "replacement-missing", message, `replaced by ${replacement}, which isn't defined`);
  } else if (isDeprecated && isProduction(schema, message) && !isProduction(schema, other)) {
    report(
      "error",
      "replacement-unstable",
      message,
      `deprecated in favour of ${other.name}, which is in progress`,
    );
  } else if ("deprecated" in other.options) {
    report(
      "warning",
      "replacement-deprecated",
      message,
      `replaced by ${other.name}, which is deprecated itself`,
    );
  }
}

/** @see lintStatus */
export function lintVersion({ module }: Place, report: Report): void {
  if (module.version !== null || module.messages.length === 0) return;
  report(
    "warning",
    "no-version",
    module,
    'no option version = "x.y.z": VPP promises nothing of what is in it',
  );
}

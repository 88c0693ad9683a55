import type { Schema } from "../../../schema/index.ts";
import { lintExchange } from "./exchange.ts";
import type { Finding, Report } from "./finding.ts";
import { lintStatus, lintVersion } from "./status.ts";
import { lintComment, lintEnum, lintUnused } from "./words.ts";

/** Everything that is wrong with definitions, in their order. */
export function lint(schema: Schema): Finding[] {
  const findings: Finding[] = [];
  for (const module of schema.modules.values()) {
    const place = { schema, module };
    const report: Report = (level, rule, { name, source }, text) => {
      findings.push({ level, rule, module: module.name, name, text, source });
    };
    lintVersion(place, report);
    for (const name of module.messages) {
      const message = schema.messages.get(name);
      if (message === undefined) continue;
      lintStatus(place, message, report);
      lintExchange(place, message, report);
      lintComment(place, message, report);
    }
    for (const type of schema.types.values()) {
      if (type.kind === "enum" && type.module === module.name) lintEnum(type, report);
    }
    lintUnused(place, report);
  }
  return findings;
}

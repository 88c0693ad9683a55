import type { ApiDiff, Breakage } from "./diff.ts";
import type { FieldChange } from "./fields.ts";

/** A difference for people to read; ends in a newline. */
export function diffText(diff: ApiDiff): string {
  const lines: string[] = [];
  const section = (title: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(title, ...items, "");
  };
  const { added, removed, changed, deprecated, broken } = diff;
  section(
    `${count(removed.length)} removed`,
    removed.map(({ name, module, crc }) => `  - ${name} ${crc} (${module})`),
  );
  section(
    `${count(changed.length)} changed`,
    changed.flatMap(({ name, module, from, to, fields }) => [
      `  ~ ${name} ${from} -> ${to} (${module})`,
      ...(fields.length === 0
        ? ["      the same fields"]
        : fields.map((field) => `      ${fieldText(field)}`)),
    ]),
  );
  section(
    `${count(added.length)} added`,
    added.map(({ name, module, crc }) => `  + ${name} ${crc} (${module})`),
  );
  section(
    `${count(deprecated.length)} deprecated`,
    deprecated.map((name) => `  ! ${name}`),
  );
  section(
    `A client built for the old API can't use ${broken.length} of its requests and events any more`,
    broken.map(brokenText),
  );
  lines.push(verdict(diff));
  return `${lines.join("\n")}\n`;
}

function verdict({ compatible, broken, added }: ApiDiff): string {
  if (!compatible && broken.length > 0) {
    return "Not compatible: a client built for the old API works as long as it uses none of these.";
  }
  if (!compatible) return "Not compatible: messages that no request uses have gone or changed.";
  return added.length === 0
    ? "The messages are the same."
    : "Compatible: a client built for the old API works as it is.";
}

function count(n: number): string {
  return n === 1 ? "1 message" : `${n} messages`;
}

function fieldText(change: FieldChange): string {
  switch (change.kind) {
    case "added":
      return `+ ${change.path}: ${change.to}`;
    case "removed":
      return `- ${change.path}: ${change.from}`;
    case "changed":
      return `~ ${change.path}: ${change.from} -> ${change.to}`;
    case "moved":
      return `~ ${change.path}: at another place`;
  }
}

function brokenText({ name, kind, missing, changed }: Breakage): string {
  const why = [
    ...(missing.length === 0 ? [] : [`gone: ${missing.join(", ")}`]),
    ...(changed.length === 0 ? [] : [`changed: ${changed.join(", ")}`]),
  ];
  return `  x ${name} (${kind}) ${why.join("; ")}`;
}

import type { Options, Schema } from "../../schema/index.ts";

/** What a message's options say of its future: `deprecated`, `in progress`, `replaced by …`. */
export function statusOf(options: Options): string[] {
  const status: string[] = [];
  if ("deprecated" in options) status.push("deprecated");
  if ("in_progress" in options || options.status === "in_progress") status.push("in progress");
  if (typeof options.replaced_by === "string") status.push(`replaced by ${options.replaced_by}`);
  return status;
}

/** What a message is for: what answers it, or what it answers. */
export function roleOf(schema: Schema, name: string): string {
  const service = schema.services.get(name);
  if (service !== undefined) {
    if (service.reply === null) return "request without an answer";
    if (service.streamMessage !== null)
      return `get, answered by ${service.streamMessage}… and ${service.reply}`;
    if (service.stream) return `dump, answered by ${service.reply}…`;
    const events = service.events.length === 0 ? "" : `, then events ${service.events.join(", ")}`;
    return `request, answered by ${service.reply}${events}`;
  }
  for (const [caller, { reply, streamMessage, stream, events }] of schema.services) {
    if (events.includes(name)) return `event, asked for by ${caller}`;
    if (streamMessage === name || (stream && streamMessage === null && reply === name))
      return `details of ${caller}`;
    if (reply === name) return `reply to ${caller}`;
  }
  return "in no service";
}

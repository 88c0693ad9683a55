import { VppDefinitionError } from "../../errors/index.ts";
import type { Service, SourceLocation } from "../model.ts";

/** What inference looks at in a message. */
interface Named {
  readonly name: string;
  readonly source: SourceLocation;
}

/**
 * The services of a file as VPP has them: those it states, then one for each message that VPP's naming
 * rules pair with another (vppapigen.py, VPPAPI.process).
 *
 * @throws VppDefinitionError at a message that neither rule nor statement gives a partner.
 */
export function inferServices(messages: readonly Named[], stated: readonly Service[]): readonly Service[] {
  const known = new Set(messages.map((m) => m.name));
  const callers = new Set(stated.map((s) => s.caller));
  const events = new Set(stated.flatMap((s) => s.events));
  const services = [...stated];
  const seen = new Set<string>();
  for (const message of messages) {
    if (seen.has(message.name)) continue;
    seen.add(message.name);
    if (events.has(message.name)) continue;
    const service = inferService(message, known, callers);
    if (service !== null) services.push(service);
  }
  return Object.freeze(services);
}

/** Null where the message is no caller, or already one. */
function inferService(message: Named, known: Set<string>, callers: Set<string>): Service | null {
  const { name } = message;
  const refuse = (text: string): never => {
    throw new VppDefinitionError(text, message.source);
  };
  if (name.endsWith("_reply")) {
    const caller = name.slice(0, -"_reply".length);
    if (!callers.has(caller) && !known.has(caller))
      refuse(`${name}: no message ${caller} that it would reply to`);
    return null;
  }
  if (name.endsWith("_dump")) {
    if (callers.has(name)) return null;
    const details = `${name.slice(0, -"_dump".length)}_details`;
    if (!known.has(details)) refuse(`${name}: no message ${details} and no service that names it`);
    return service(name, details, true);
  }
  if (name.endsWith("_details")) {
    const stem = name.slice(0, -"_details".length);
    if (known.has(`${stem}_get`)) {
      if (!callers.has(`${stem}_get`))
        refuse(`${stem}_get: has ${name}, so a service must say how they belong together`);
      return null;
    }
    if (!known.has(`${stem}_dump`))
      refuse(`${name}: no message ${stem}_dump or ${stem}_get that asks for it`);
    return null;
  }
  if (callers.has(name)) return null;
  if (!known.has(`${name}_reply`)) refuse(`${name}: no message ${name}_reply and no service that names it`);
  return service(name, `${name}_reply`, false);
}

function service(caller: string, reply: string, stream: boolean): Service {
  return Object.freeze({
    kind: "service",
    caller,
    reply,
    stream,
    streamMessage: null,
    events: Object.freeze([]),
  });
}

import type { CounterDeclaration } from "../file/declarations.ts";
import type { CounterPath, Service } from "../model.ts";
import {
  describe,
  identifier,
  isObject,
  type JsonObject,
  type JsonPlace,
  own,
  refuse,
  section,
  text,
} from "./value.ts";

/** `{caller: {reply, stream?, stream_msg?, events?}}`, or a list of such objects. Null: not told at all. */
export function readServices(module: JsonObject, file: string): readonly Service[] | null {
  const value = own(module, "services");
  if (value === undefined || value === null) return null;
  const groups: readonly unknown[] = Array.isArray(value) ? value : [value];
  const services: Service[] = [];
  for (const group of groups) {
    const place = { file, path: "services" };
    if (!isObject(group)) refuse(place, `expected an object, found ${describe(group)}`);
    for (const caller of Object.keys(group)) services.push(readService(caller, group[caller], file));
  }
  return Object.freeze(services);
}

function readService(caller: string, raw: unknown, file: string): Service {
  const place = { file, path: "services" };
  identifier(caller, place, "the name of a message");
  const at: JsonPlace = { file, path: `services.${caller}` };
  if (!isObject(raw)) refuse(at, `expected an object with a reply, found ${describe(raw)}`);
  const reply = identifier(own(raw, "reply"), at, "the name of the reply");
  const streamMessage = own(raw, "stream_msg");
  const events = own(raw, "events") ?? [];
  if (!Array.isArray(events)) refuse(at, `expected an array of events, found ${describe(events)}`);
  return Object.freeze({
    kind: "service",
    caller,
    reply: reply === "null" ? null : reply,
    stream: own(raw, "stream") === true,
    streamMessage:
      streamMessage === undefined || streamMessage === null
        ? null
        : identifier(streamMessage, at, "the name of the streamed message"),
    events: Object.freeze(events.map((event) => identifier(event, at, "the name of an event"))),
  });
}

export function readCounters(module: JsonObject, file: string): readonly CounterDeclaration[] {
  return Object.freeze(
    section(module, "counters", file).map((raw, i) => {
      const place = { file, path: `counters[${i}]` };
      if (!isObject(raw)) refuse(place, `expected an object, found ${describe(raw)}`);
      const name = identifier(own(raw, "name"), place, "the name of a counter set");
      return Object.freeze({
        name,
        elements: Object.freeze(section(raw, "elements", file).map((e) => element(e, place))),
      });
    }),
  );
}

function element(raw: unknown, place: JsonPlace): Readonly<Record<string, string>> {
  if (!isObject(raw)) refuse(place, `expected an object, found ${describe(raw)}`);
  const result: Record<string, string> = Object.create(null);
  for (const key of Object.keys(raw)) result[key] = text(raw[key], place, `a text for ${key}`);
  identifier(result.name, place, "the name of a counter");
  return Object.freeze(result);
}

export function readPaths(
  module: JsonObject,
  file: string,
): readonly (CounterPath | readonly CounterPath[])[] {
  return Object.freeze(
    section(module, "paths", file).map((raw, i) => {
      const place = { file, path: `paths[${i}]` };
      return Array.isArray(raw) ? Object.freeze(raw.map((one) => path(one, place))) : path(raw, place);
    }),
  );
}

function path(raw: unknown, place: JsonPlace): CounterPath {
  if (!isObject(raw)) refuse(place, `expected an object, found ${describe(raw)}`);
  return Object.freeze({
    path: text(own(raw, "path"), place, "a path"),
    counter: text(own(raw, "counter"), place, "the name of a counter set"),
  });
}

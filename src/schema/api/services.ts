import type { CounterPath } from "../model.ts";
import type { Cursor } from "./cursor.ts";
import type { CountersSyntax, PathsSyntax, RpcSyntax, ServiceSyntax } from "./syntax.ts";

/** `service { rpc a returns b; … };` */
export function parseService(cursor: Cursor): ServiceSyntax {
  cursor.keyword("service");
  cursor.symbol("{");
  const rpcs: RpcSyntax[] = [];
  do {
    rpcs.push(parseRpc(cursor));
  } while (!cursor.isSymbol("}"));
  cursor.take();
  cursor.symbol(";");
  return { kind: "service", rpcs };
}

/** `returns null`, `returns b`, `returns stream b`, `returns b stream c`, `returns b events c, d`. */
function parseRpc(cursor: Cursor): RpcSyntax {
  const start = cursor.keyword("rpc");
  const at = cursor.at(start);
  const caller = cursor.name("the name of a message").text;
  cursor.keyword("returns");
  const rpc = { caller, stream: false, streamMessage: null, events: [], at };
  if (cursor.isKeyword("null")) {
    cursor.take();
    cursor.symbol(";");
    return { ...rpc, reply: null };
  }
  if (cursor.isKeyword("stream")) {
    cursor.take();
    const reply = cursor.name("the name of the reply").text;
    cursor.symbol(";");
    return { ...rpc, reply, stream: true };
  }
  const reply = cursor.name("the name of the reply");
  if (reply.text === caller) cursor.refuse(`${caller}: a message can't be its own reply`, reply);
  if (cursor.isKeyword("stream")) {
    cursor.take();
    const streamMessage = cursor.name("the name of the streamed message").text;
    cursor.symbol(";");
    return { ...rpc, reply: reply.text, stream: true, streamMessage };
  }
  return { ...rpc, reply: reply.text, events: parseEvents(cursor) };
}

/** Up to the semicolon; the commas are optional. */
function parseEvents(cursor: Cursor): readonly string[] {
  const events: string[] = [];
  if (cursor.isKeyword("events")) {
    cursor.take();
    do {
      events.push(cursor.name("the name of an event").text);
      cursor.skip(",");
    } while (!cursor.isSymbol(";"));
  }
  cursor.symbol(";");
  return events;
}

/** `counters name { element { severity info; type counter64; units "packets"; description "…"; }; … };` */
export function parseCounters(cursor: Cursor): CountersSyntax {
  cursor.keyword("counters");
  const name = cursor.name("the name of a counter set").text;
  cursor.symbol("{");
  const elements: Record<string, string>[] = [];
  do {
    const element: Record<string, string> = Object.create(null);
    element.name = cursor.name("the name of a counter").text;
    cursor.symbol("{");
    do parseStatement(cursor, element);
    while (!cursor.isSymbol("}"));
    cursor.take();
    cursor.symbol(";");
    elements.push(Object.freeze(element));
  } while (!cursor.isSymbol("}"));
  cursor.take();
  cursor.symbol(";");
  return { kind: "counters", name, elements };
}

function parseStatement(cursor: Cursor, element: Record<string, string>): void {
  const word = cursor.peek();
  switch (word.kind === "keyword" ? word.text : "") {
    case "severity":
    case "type":
      cursor.take();
      element[word.text] = cursor.name(`a ${word.text}`).text;
      break;
    case "units":
    case "description":
      cursor.take();
      element[word.text] = cursor.string(`${word.text} in quotes`).text;
      break;
    default:
      cursor.expected('"severity", "type", "units" or "description"');
  }
  cursor.symbol(";");
}

/** `paths { "/err/ip4" "ip4"; … };` */
export function parsePaths(cursor: Cursor): PathsSyntax {
  cursor.keyword("paths");
  cursor.symbol("{");
  const paths: CounterPath[] = [];
  do {
    const path = cursor.string("a path in quotes").text;
    const counter = cursor.string("the name of a counter set in quotes").text;
    cursor.symbol(";");
    paths.push(Object.freeze({ path, counter }));
  } while (!cursor.isSymbol("}"));
  cursor.take();
  cursor.symbol(";");
  return { kind: "paths", paths };
}

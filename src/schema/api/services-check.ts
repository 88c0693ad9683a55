import { VppDefinitionError } from "../../errors/index.ts";
import type { MessageDeclaration } from "../file/declarations.ts";
import { inferServices } from "../file/services.ts";
import type { Service } from "../model.ts";
import type { RpcSyntax } from "./syntax.ts";

/** The services stated, checked, and those inferred from the names of the other messages. */
export function declareServices(
  stated: readonly RpcSyntax[],
  messages: readonly MessageDeclaration[],
): readonly Service[] {
  const known = new Set(messages.map((message) => message.name));
  const replies = new Set(stated.map((rpc) => rpc.reply));
  const byCaller = new Map<string, RpcSyntax>();
  for (const rpc of stated) byCaller.set(rpc.caller, rpc);
  for (const rpc of byCaller.values()) check(rpc, known, replies);
  return inferServices(messages, [...byCaller.values()].map(declare));
}

function check(rpc: RpcSyntax, known: Set<string>, replies: Set<string | null>): void {
  const refuse = (text: string): never => {
    throw new VppDefinitionError(`service ${rpc.caller}: ${text}`, rpc.at);
  };
  for (const name of [rpc.caller, rpc.reply, ...rpc.events]) {
    if (name !== null && !known.has(name)) refuse(`no message ${name}`);
  }
  if (rpc.streamMessage !== null && !known.has(rpc.streamMessage)) refuse(`no message ${rpc.streamMessage}`);
  if (replies.has(rpc.caller)) refuse("is the reply of another service");
}

function declare({ caller, reply, stream, streamMessage, events }: RpcSyntax): Service {
  return Object.freeze({
    kind: "service",
    caller,
    reply,
    stream,
    streamMessage,
    events: Object.freeze([...events]),
  });
}

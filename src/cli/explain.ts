import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { VppApiError, VppConnectionError, VppStatsError } from "../errors/index.ts";
import { systemText } from "./system-error.ts";
import { oneLine, printable } from "./text.ts";

/** What is printed of an error: a line, but VPP's own words keep theirs. */
export function said(error: unknown): string {
  const words = error instanceof VppApiError ? ownWords(error) : "";
  return words === "" ? oneLine(explain(error)) : printable(words, "\n\t");
}

/** What went wrong, for people, and what to do; a line but for what VPP itself says in several. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof VppApiError) return refusal(error);
  if (error instanceof VppConnectionError) return unreachable(error, API);
  if (error instanceof VppStatsError) return unreachable(error, STATS);
  return fileError(error) ?? listenError(error) ?? error.message.replace("{ unsafe: true }", "--unsafe");
}

function refusal(error: VppApiError): string {
  const words = ownWords(error);
  return words === "" ? `VPP refused ${error.message}` : words;
}

/** cli_inband_reply says in its text what was wrong with the command, as vppctl does; its retval is always the same. */
function ownWords({ reply: { reply } }: VppApiError): string {
  return typeof reply === "string" ? reply.trim() : "";
}

/** The stanza of startup.conf that has VPP listen, and the variable that names the socket. */
interface Service {
  readonly stanza: string;
  readonly variable: string;
}

const API: Service = { stanza: "socksvr", variable: "VPP_API_SOCKET" };
const STATS: Service = { stanza: "statseg", variable: "VPP_STATS_SOCKET" };

/** What can't be reached, before what each attempt failed of. */
const REACHED = /^((?:cannot connect to|stats segment of) .*?): (?:connect|map|read|proc|listen)\b/s;

function unreachable(error: Error, { stanza, variable }: Service): string {
  const where = REACHED.exec(error.message)?.[1];
  const why = systemText(error.cause);
  if (where === undefined || why === null) return error.message;
  const other = `--socket or ${variable} names another socket`;
  switch (Reflect.get(Object(error.cause), "code")) {
    case "ENOENT":
      return `${where}: ${why}. Is VPP running, with ${stanza} in its startup.conf? ${other}`;
    case "ECONNREFUSED":
      return `${where}: nobody listens there. Is VPP running? ${other}`;
    case "EACCES":
      return `${where}: ${why}. Its group may, or root`;
    default:
      return `${where}: ${why}`;
  }
}

/** Linux says of a missing folder what is true of one that may not be written to (libuv, uv_pipe_bind). */
function listenError(error: Error): string | null {
  const [syscall, address]: unknown[] = ["syscall", "address"].map((name) => Reflect.get(error, name));
  if (syscall !== "listen" || typeof address !== "string") return null;
  const missing = address.startsWith("/") && !existsSync(dirname(address));
  return `cannot listen on ${address}: ${missing ? "there is no such folder" : systemText(error)}`;
}

/** What Node's errors of the file system say, without their codes and calls. */
function fileError(error: Error): string | null {
  const path: unknown = Reflect.get(error, "path");
  const text = systemText(error);
  return text === null || typeof path !== "string" ? null : `${path}: ${text}`;
}

/** The same with where it comes from. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

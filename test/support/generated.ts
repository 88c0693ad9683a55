// Bindings generated into a folder of their own and loaded from there, as a program would.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { tsImport } from "tsx/esm/api";
import type {
  EventDescriptor,
  ExchangeDescriptor,
  Fields,
  MessageDescriptor,
} from "../../src/codec/index.ts";
import { type GenerateOptions, generate } from "../../src/codegen/index.ts";
import type { Schema } from "../../src/schema/index.ts";

/** The runtime as generated files of this repository's tests import it. */
export const RUNTIME: string = fileURLToPath(new URL("../../src/codec/runtime/index.ts", import.meta.url));

/** A new folder, marked as ES modules. */
export function bindingsFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `vpp-ts-${name}-`));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  return folder;
}

export function writeBindings(folder: string, schema: Schema, options: GenerateOptions = {}): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of generate(schema, { runtime: RUNTIME, ...options })) {
    writeFileSync(join(folder, name), text);
  }
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export type AnyDescriptor = MessageDescriptor | ExchangeDescriptor | EventDescriptor;

/** What an index exports. Compiled now, whatever the test itself is run from. */
export async function loadBindings<T = Record<string, AnyDescriptor | Fields>>(folder: string): Promise<T> {
  return tsImport(pathToFileURL(join(folder, "index.ts")).href, import.meta.url);
}

/** The message descriptors among exports, by VPP's names. */
export function messagesOf(exports: Record<string, AnyDescriptor | Fields>): Map<string, MessageDescriptor> {
  const messages = new Map<string, MessageDescriptor>();
  for (const value of Object.values(exports)) {
    const message = messageOf(value);
    if (message !== null) messages.set(message.name, message);
  }
  return messages;
}

function messageOf(value: AnyDescriptor | Fields): MessageDescriptor | null {
  if (!isDescriptor(value)) return null;
  switch (value.kind) {
    case "message":
      return value;
    case "event":
      return value.message;
    default:
      return value.request;
  }
}

function isDescriptor(value: AnyDescriptor | Fields): value is AnyDescriptor {
  const kinds = ["message", "event", "request", "dump", "get", "oneway"];
  return typeof value === "object" && typeof value.kind === "string" && kinds.includes(value.kind);
}

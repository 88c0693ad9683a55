import type { Fields } from "../../codec/index.ts";

/** Fields of a decoded request, whose types its definition has settled. */
export function num(fields: Fields, name: string): number {
  return fields[name] as number;
}

export function flag(fields: Fields, name: string): boolean {
  return fields[name] === true;
}

export function text(fields: Fields, name: string): string {
  return fields[name] as string;
}

export function record(fields: Fields, name: string): Fields {
  return fields[name] as Fields;
}

export function list<T>(fields: Fields, name: string): readonly T[] {
  return fields[name] as readonly T[];
}

/**
 * An address or prefix as text. Codecs hand out a family of no name, or a length beyond the address, as fields:
 * VPP takes a family it doesn't know for IPv4, so its first four bytes are read.
 */
export function ipText(fields: Fields, name: string): string {
  return asText(fields[name]);
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  const { address, len, un } = value as { address?: unknown; len?: number; un?: { ip4: string } };
  return address === undefined ? (un?.ip4 ?? "0.0.0.0") : `${asText(address)}/${len}`;
}

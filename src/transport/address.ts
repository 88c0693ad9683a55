import { VppStateError } from "../errors/index.ts";

/** Where VPP's API socket is. */
export type SocketAddress =
  | { readonly kind: "unix"; readonly path: string }
  /** A name in Linux's abstract namespace, without the NUL it begins with. */
  | { readonly kind: "abstract"; readonly name: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/** Where VPP's packages put it. */
const INSTALLED = "/run/vpp/api.sock";

/** `$VPP_API_SOCKET`, or where it isn't set the socket of an installed VPP. */
export function defaultAddress(): string {
  const named = process.env.VPP_API_SOCKET;
  return named === undefined || named === "" ? INSTALLED : named;
}

/**
 * Reads a path, `abstract:name` (or a NUL and the name), or `host:port` (`[::1]:port` for IPv6).
 *
 * @throws VppStateError for nothing at all, which Node would take for a port of this machine.
 */
export function parseAddress(text: string): SocketAddress {
  if (text === "") throw new VppStateError("the name of the socket is empty: expected a path or host:port");
  if (text.startsWith("abstract:")) return { kind: "abstract", name: text.slice("abstract:".length) };
  if (text.startsWith("\0")) return { kind: "abstract", name: text.slice(1) };
  const tcp = /^(?:\[([0-9a-fA-F:.]+)\]|([^/:]+)):(\d{1,5})$/.exec(text);
  if (tcp !== null && Number(tcp[3]) <= 65_535) {
    return { kind: "tcp", host: tcp[1] ?? tcp[2] ?? "", port: Number(tcp[3]) };
  }
  return { kind: "unix", path: text };
}

export function formatAddress(address: SocketAddress): string {
  switch (address.kind) {
    case "unix":
      return address.path;
    case "abstract":
      return `abstract:${address.name}`;
    case "tcp":
      return address.host.includes(":")
        ? `[${address.host}]:${address.port}`
        : `${address.host}:${address.port}`;
  }
}

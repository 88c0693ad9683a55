/** Names reach generated code, so nothing else than an identifier is ever let in. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_LENGTH = 256;

export function isIdentifier(text: unknown): text is string {
  return typeof text === "string" && text.length <= MAX_LENGTH && IDENTIFIER.test(text);
}

const REFERENCE = /^vl_api_([A-Za-z0-9_]+)_t$/;

/** `address` for `vl_api_address_t`; null for anything else. */
export function referencedName(type: string): string | null {
  return REFERENCE.exec(type)?.[1] ?? null;
}

/** `ip_types` for `vnet/ip/ip_types.api`: as VPP's compiler names a module (vppapigen_json.py). */
export function moduleOfPath(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return (dot > 0 ? base.slice(0, dot) : base).replaceAll(".", "_");
}

import type { AliasType, NamedType, ScalarName, StructType, Type, UnionType } from "../schema/model.ts";

/**
 * How a type is written as text, where it is. A type that only gives another a name (`address_with_prefix` is
 * a `prefix`) has the form of what is behind it.
 */
export type TextForm =
  | "ip4_address"
  | "ip6_address"
  | "address"
  | "prefix"
  | "ip4_prefix"
  | "ip6_prefix"
  | "mac_address";

const known = new WeakMap<NamedType, { readonly form: TextForm | null }>();

/**
 * The text form of a type, null for a type without one. Recognised by name *and* shape, so a plugin's own
 * `prefix` stays a plain struct. Shapes of all releases since 19.04 fit: `address_family` was u32 before 20.05,
 * and the fields of prefixes have had other names. Answers are cached for the life of the type.
 */
export function textFormOf(type: NamedType): TextForm | null {
  let entry = known.get(type);
  if (entry === undefined) {
    entry = { form: recognise(type) };
    known.set(type, entry);
  }
  return entry.form;
}

function recognise(type: NamedType): TextForm | null {
  switch (type.kind) {
    case "alias":
      return recogniseAlias(type);
    case "struct":
      return recogniseStruct(type);
    case "union":
    case "enum":
      return null;
  }
}

function recogniseAlias(type: AliasType): TextForm | null {
  if (type.length === null) return formOf(type.type);
  if (!isScalar(type.type, "u8")) return null;
  if (type.name === "ip4_address") return type.length === 4 ? "ip4_address" : null;
  if (type.name === "ip6_address") return type.length === 16 ? "ip6_address" : null;
  if (type.name === "mac_address") return type.length === 6 ? "mac_address" : null;
  return null;
}

function recogniseStruct(type: StructType): TextForm | null {
  switch (type.name) {
    case "address":
      return isAddress(type) ? "address" : null;
    case "prefix":
    case "address_with_prefix":
      return isPrefixOf(type, "address") ? "prefix" : null;
    case "ip4_prefix":
    case "ip4_address_with_prefix":
      return isPrefixOf(type, "ip4_address") ? "ip4_prefix" : null;
    case "ip6_prefix":
    case "ip6_address_with_prefix":
      return isPrefixOf(type, "ip6_address") ? "ip6_prefix" : null;
    case "mac_address":
      return isMac(type) ? "mac_address" : null;
    default:
      return null;
  }
}

/** An address family, whose members are 0 for IPv4 and 1 for IPv6, and the union of the two addresses. */
function isAddress(type: StructType): boolean {
  const [af, un] = type.fields;
  if (type.fields.length !== 2 || af === undefined || un === undefined) return false;
  if (af.array !== null || af.type.kind !== "enum" || un.array !== null || un.type.kind !== "union")
    return false;
  const values = new Map(af.type.members.map((member) => [member.name, member.value]));
  return values.get("ADDRESS_IP4") === 0 && values.get("ADDRESS_IP6") === 1 && isAddressUnion(un.type);
}

/** True for the union `ip4_address ip4; ip6_address ip6;`, which is written as a bare address in places. */
export function isAddressUnion(type: UnionType): boolean {
  const [ip4, ip6] = type.fields;
  if (type.fields.length !== 2 || ip4 === undefined || ip6 === undefined) return false;
  if (ip4.array !== null || ip6.array !== null) return false;
  return formOf(ip4.type) === "ip4_address" && formOf(ip6.type) === "ip6_address";
}

function isPrefixOf(type: StructType, address: TextForm): boolean {
  const [first, len] = type.fields;
  if (type.fields.length !== 2 || first === undefined || len === undefined) return false;
  if (first.array !== null || len.array !== null) return false;
  return formOf(first.type) === address && isScalar(len.type, "u8");
}

function isMac(type: StructType): boolean {
  const [bytes] = type.fields;
  if (type.fields.length !== 1 || bytes === undefined || !isScalar(bytes.type, "u8")) return false;
  return bytes.array?.kind === "fixed" && bytes.array.length === 6;
}

function formOf(type: Type): TextForm | null {
  return type.kind === "scalar" || type.kind === "string" ? null : textFormOf(type);
}

function isScalar(type: Type, name: ScalarName): boolean {
  return type.kind === "scalar" && type.name === name;
}

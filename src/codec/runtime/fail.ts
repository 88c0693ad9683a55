/** A value that doesn't fit. Thrown by encoders, turned into a VppEncodeError with the whole path at the top. */
export class FieldError extends Error {
  /** The object or array that holds the value: the path is found by looking for it, only when something is wrong. */
  readonly holder: unknown;
  readonly key: string | number;
  readonly value: unknown;

  constructor(holder: unknown, key: string | number, text: string, value: unknown) {
    super(text);
    this.holder = holder;
    this.key = key;
    this.value = value;
  }
}

/** Throws: `value` is not what was expected at `holder[key]`. */
export function fail(holder: unknown, key: string | number, expected: string, value: unknown): never {
  throw new FieldError(holder, key, `expected ${expected}, got ${show(value)}`, value);
}

/** `route.paths[0].weight` for the value at `holder[key]` somewhere inside `root`. */
export function pathTo(root: unknown, holder: unknown, key: string | number): string {
  return join(find(root, holder, "", 0) ?? "", key);
}

/** Deeper than any definition nests; keeps a cyclic value from being walked for ever. */
const MAX_DEPTH = 64;

function find(node: unknown, holder: unknown, path: string, depth: number): string | null {
  if (node === holder) return path;
  if (typeof node !== "object" || node === null || ArrayBuffer.isView(node) || depth > MAX_DEPTH) return null;
  const entries: Iterable<[string | number, unknown]> = Array.isArray(node)
    ? node.entries()
    : Object.entries(node);
  for (const [key, value] of entries) {
    if (typeof value !== "object" || value === null) continue;
    const found = find(value, holder, join(path, key), depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function join(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case "bigint":
      return `${value}n`;
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `an array of ${value.length}`;
      if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
      return "an object";
    case "symbol":
    case "function":
      return `a ${typeof value}`;
    default:
      return String(value);
  }
}

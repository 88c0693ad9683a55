/** JSON as Python's json.dumps(indent=4, separators=(",", ": ")) prints it: ASCII only, floats as such. */
import type { DecimalNumber } from "../file/declarations.ts";

export type PythonObject = ReadonlyMap<string, PythonValue>;
export type PythonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | DecimalNumber
  | readonly PythonValue[]
  | PythonObject;

export function pythonJson(value: PythonValue, indent = ""): string {
  if (typeof value === "string") return pythonString(value);
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof Map) {
    const entries = [...(value as PythonObject)];
    return enclose(
      "{",
      "}",
      indent,
      entries,
      ([key, v], inner) => `${pythonString(key)}: ${pythonJson(v, inner)}`,
    );
  }
  if (Array.isArray(value)) return enclose("[", "]", indent, value as readonly PythonValue[], pythonJson);
  return pythonFloat((value as DecimalNumber).value);
}

function enclose<T>(
  open: string,
  close: string,
  indent: string,
  items: readonly T[],
  print: (item: T, indent: string) => string,
): string {
  if (items.length === 0) return open + close;
  const inner = `${indent}    `;
  return `${open}\n${items.map((item) => inner + print(item, inner)).join(",\n")}\n${indent}${close}`;
}

function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Python's repr: always with a point or an exponent, which starts at 1e+16 and 1e-05. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text.includes(".") ? text : `${text}.0`;
}

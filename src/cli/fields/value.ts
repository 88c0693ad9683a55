import type { Shape } from "../../codec/layout.ts";
import type { ScalarName } from "../../schema/index.ts";
import { SCALAR_SIZE } from "../../schema/link/layout.ts";

/**
 * The JSON of a value from the command line. The field's definition decides what its text means: `5` is a number
 * for u32 and text for a string. What fits nothing is passed on as text, for the JSON mapping to refuse by path.
 */
export function valueFromText(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case "string":
      return text;
    case "text":
    case "bytes":
    case "struct":
    case "union":
      return compound(text) ?? text;
    case "scalar":
      return scalarFromText(shape.name, text);
    case "enum":
      // What VPP sends may be several members of an enum that is no enumflag, too, and is printed like this.
      return (
        compound(text) ?? (shape.type.flag || /[,|]/.test(text) ? flagsFromText(text) : memberFromText(text))
      );
    case "array":
      return compound(text) ?? listFromText(shape.element, text);
  }
}

/** JSON of an object or an array; undefined for other text. */
function compound(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** Numbers may be hex, and `~0` as VPP's own command line has it: every bit set. */
function scalarFromText(name: ScalarName, text: string): unknown {
  if (name === "bool") return BOOLEANS.get(text) ?? text;
  if (name === "f64") return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
  if (text === "~0") {
    return name.startsWith("i") ? -1 : String(2n ** BigInt(8 * SCALAR_SIZE[name]) - 1n);
  }
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? String(BigInt(text)) : text;
}

function memberFromText(text: string): string | number {
  return /^(-?\d{1,15}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : text;
}

/** Names or numbers, separated by commas or `|`. */
function flagsFromText(text: string): (string | number)[] {
  return split(text, /[,|]/).map(memberFromText);
}

function listFromText(element: Shape, text: string): unknown[] {
  return split(text, ",").map((part) => valueFromText(element, part));
}

function split(text: string, separator: string | RegExp): string[] {
  return text.trim() === "" ? [] : text.split(separator).map((part) => part.trim());
}

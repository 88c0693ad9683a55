import * as runtime from "../codec/runtime/index.ts";

/** `create_loopback` → `CreateLoopback`. Digits that would run together stay apart: `v1_2` → `V1_2`. */
export function pascalCase(name: string): string {
  const joined = name
    .replace(/^_+|_+$/g, "")
    .replace(/_+([a-zA-Z0-9])/g, (_, c: string, at: number, all: string) => {
      const before = all[at - 1] ?? "";
      return /\d/.test(c) && /\d/.test(before) ? `_${c}` : c.toUpperCase();
    });
  const safe = /^[A-Za-z]/.test(joined) ? joined : `_${joined}`;
  return safe.charAt(0).toUpperCase() + safe.slice(1);
}

/** `create_loopback` → `createLoopback`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

const LANGUAGE =
  "abstract any arguments as async await bigint boolean break case catch class const continue debugger declare " +
  "default delete do else enum eval export extends false finally for from function get global if implements " +
  "import in infer instanceof interface is keyof let module namespace never new null number object of package " +
  "private protected public readonly require return set static string super switch symbol this throw true try " +
  "type typeof undefined unique unknown using var void while with yield";

/** Globals that generated files use, or whose shadowing would surprise a reader. */
const GLOBALS =
  "Array ArrayBuffer BigInt Boolean Buffer DataView Date Error Function JSON Map Math NaN Infinity Number Object " +
  "Partial Promise Proxy Readonly Record Reflect RegExp Required Set String Symbol Uint8Array globalThis " +
  "process console";

const RUNTIME_TYPES =
  "ApiDefinition Arm DumpDescriptor EventDescriptor Fields GetDescriptor Loose MessageDescriptor " +
  "Only OnewayDescriptor RequestDescriptor Source Writer";

/** The whole API, in the index. */
export const WHOLE_API = "Api";

/** What no generated declaration may be called, in any file. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...`${LANGUAGE} ${GLOBALS} ${RUNTIME_TYPES}`.split(" "),
  ...Object.keys(runtime),
  WHOLE_API,
]);

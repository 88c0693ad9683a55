// What `console.log` shows of an object. Here because every layer shows some, and this is the one that all may import.

/** `inspect.custom` of node:util, which isn't imported: most of this code runs without Node. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

interface Options {
  readonly depth?: number | null | undefined;
}

/** `inspect` of node:util, as it hands itself to a method of that name. */
type Inspect = (value: unknown, options: Options & { readonly maxArrayLength?: number }) => string;

/** How far to go beyond what is printed of other objects, and how many elements of an array. */
export interface ShownLimits {
  readonly deeper?: number;
  readonly elements?: number;
}

/**
 * Has Node print `facts` of the objects of a class, which keeps its fields to itself. A method that is declared would
 * be part of what the class promises.
 */
export function showAs<T extends object>(
  prototype: T,
  name: string | ((shown: T) => string),
  facts: (shown: T) => object,
  { deeper = 0, elements }: ShownLimits = {},
): void {
  const value = function (this: T, _depth: number, options: Options, inspect: Inspect): string {
    const depth = typeof options.depth === "number" ? options.depth + deeper : options.depth;
    const limits = elements === undefined ? { depth } : { depth, maxArrayLength: elements };
    const title = typeof name === "string" ? name : name(this);
    return `${title} ${inspect(facts(this), { ...options, ...limits })}`;
  };
  Object.defineProperty(prototype, INSPECT, { value });
}

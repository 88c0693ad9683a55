import { showAs } from "../../errors/inspect.ts";

/** Names that are printed. */
const SHOWN = 6;

/**
 * A read-only map whose values are built when first asked for. The keys, and with them size and order, are
 * known from the start; a key's value is the same node every time. A build that throws is tried again.
 */
export class LazyMap<V extends object> implements ReadonlyMap<string, V> {
  readonly #keys: ReadonlyMap<string, unknown>;
  readonly #build: (key: string) => V;
  readonly #built = new Map<string, V>();

  constructor(keys: ReadonlyMap<string, unknown>, build: (key: string) => V) {
    this.#keys = keys;
    this.#build = build;
    Object.freeze(this);
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  get(key: string): V | undefined {
    const known = this.#built.get(key);
    if (known !== undefined || !this.#keys.has(key)) return known;
    const value = this.#build(key);
    this.#built.set(key, value);
    return value;
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void, self?: unknown): void {
    for (const [key, value] of this) callback.call(self, value, key, this);
  }

  keys(): MapIterator<string> {
    return this.#keys.keys();
  }

  *entries(): MapIterator<[string, V]> {
    for (const key of this.#keys.keys()) yield [key, this.get(key) as V];
  }

  *values(): MapIterator<V> {
    for (const key of this.#keys.keys()) yield this.get(key) as V;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  static {
    // Values would have to be built.
    showAs(
      LazyMap.prototype,
      (map) => `LazyMap(${map.size})`,
      (map) => [...map.keys()],
      { elements: SHOWN },
    );
  }

  get [Symbol.toStringTag](): string {
    return "LazyMap";
  }
}

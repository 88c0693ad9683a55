/** Numbered things, as VPP's pools number them: what was freed last is used first. */
export class Pool<T> {
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** The number that the next thing will get. */
  get next(): number {
    return this.#free.at(-1) ?? this.#items.length;
  }

  add(make: (index: number) => T): T {
    const index = this.#free.pop() ?? this.#items.length;
    const item = make(index);
    this.#items[index] = item;
    return item;
  }

  get(index: number): T | undefined {
    return this.#items[index];
  }

  delete(index: number): void {
    if (this.#items[index] === undefined) return;
    this.#items[index] = undefined;
    this.#free.push(index);
  }

  /** One past the highest number ever used. */
  get end(): number {
    return this.#items.length;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }
}

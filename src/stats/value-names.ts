import { showAs } from "../errors/inspect.ts";
import type { Row } from "./plan.ts";
import type { NamesValue } from "./types.ts";
import type { Values } from "./values.ts";

/** Names change under VPP's lock only: decoding them once an epoch is enough. */
export class Names implements NamesValue {
  readonly kind = "names";
  readonly name: string;
  readonly #rows: readonly (Row | null)[];
  readonly #copy: Values;
  #decoded: readonly (string | null)[] = [];
  #epoch = -1;

  constructor(name: string, rows: readonly (Row | null)[], copy: Values) {
    this.name = name;
    this.#rows = rows;
    this.#copy = copy;
  }

  get values(): readonly (string | null)[] {
    if (this.#epoch !== this.#copy.epoch) {
      const { bytes } = this.#copy;
      this.#decoded = this.#rows.map((row) => (row === null ? null : decode(bytes, row)));
      this.#epoch = this.#copy.epoch;
    }
    return this.#decoded;
  }

  static {
    showAs(Names.prototype, "Names", (names) => ({ ...names, values: names.values }));
  }

  toJSON(): (string | null)[] {
    return [...this.values];
  }
}

function decode(bytes: Buffer, row: Row): string {
  const at = row.at * 4;
  const end = at + row.length;
  const nul = bytes.indexOf(0, at);
  return bytes.toString("utf8", at, nul === -1 || nul > end ? end : nul);
}

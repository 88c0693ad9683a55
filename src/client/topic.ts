import type { Fields } from "../codec/index.ts";
import type { Topic } from "../protocol/index.ts";

export type Listener = (fields: Fields) => void;

/** Everyone who listens to one message. Outlives connections. */
export class ListenerTopic implements Topic {
  readonly name: string;
  readonly #listeners = new Set<Listener>();
  readonly #report: (error: unknown) => void;

  constructor(name: string, report: (error: unknown) => void) {
    this.name = name;
    this.#report = report;
  }

  get active(): boolean {
    return this.#listeners.size > 0;
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  deliver(fields: Fields): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(fields);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}

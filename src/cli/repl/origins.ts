import type { Message } from "../../schema/index.ts";

/** Which message values were read from, so that they can be shown as its definition has them. */
export class Origins {
  readonly #messages = new WeakMap<object, Message>();

  mark(fields: unknown, message: Message): void {
    if (typeof fields === "object" && fields !== null) this.#messages.set(fields, message);
  }

  of(value: unknown): Message | undefined {
    return typeof value === "object" && value !== null ? this.#messages.get(value) : undefined;
  }
}

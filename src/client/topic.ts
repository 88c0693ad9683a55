import type { Fields, MessageDescriptor } from "../codec/index.ts";
import type { Topic } from "../protocol/index.ts";
import { Listeners } from "./listeners.ts";

/** Everyone who listens to one message. Outlives connections. */
export class ListenerTopic extends Listeners<Fields> implements Topic {
  descriptor: MessageDescriptor | null = null;

  get active(): boolean {
    return this.size > 0;
  }

  deliver(fields: Fields): void {
    this.tell(fields);
  }
}

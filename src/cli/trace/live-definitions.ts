import { type Codecs, codecsOf } from "../../codec/index.ts";
import { type MessageTable, sameMessages } from "../../protocol/index.ts";
import { connectWith } from "../connection.ts";
import { namedDefinitions } from "../definitions.ts";
import type { ConnectionArguments } from "../options.ts";

/** The definitions for a VPP that may come later, or come back with others. */
export class LiveDefinitions {
  readonly #options: ConnectionArguments;
  readonly #failed: (error: unknown) => void;
  readonly #named: boolean;
  #codecs: Codecs | null;
  #table: MessageTable | null = null;
  #asking: Promise<void> | null = null;

  /**
   * @param failed hears why VPP couldn't be asked
   * @throws UsageError for named definitions that can't be read
   */
  constructor(options: ConnectionArguments, failed: (error: unknown) => void) {
    const named = namedDefinitions(options);
    this.#options = options;
    this.#failed = failed;
    this.#named = named !== undefined;
    this.#codecs = named === undefined ? null : codecsOf(named);
  }

  get codecs(): Codecs | null {
    return this.#codecs;
  }

  /** Asks VPP on a connection of its own, unless definitions were named. */
  async ask(): Promise<void> {
    if (this.#named) return;
    this.#asking ??= this.#ask();
    await this.#asking;
    this.#asking = null;
  }

  /** A client has been told this table. */
  learnt(table: MessageTable): void {
    if (this.#named || this.#asking !== null) return;
    if (this.#table === null || !sameMessages(table, this.#table)) void this.ask();
  }

  async #ask(): Promise<void> {
    try {
      await using vpp = await connectWith(this.#options);
      this.#codecs = codecsOf(vpp.schema);
      this.#table = vpp.messageTable;
    } catch (error) {
      this.#failed(error);
    }
  }
}

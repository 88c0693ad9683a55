import { type Codecs, codecsOf } from "../../codec/index.ts";
import { type DefinitionsCache, readDefinitions } from "../../definitions/index.ts";
import { type MessageTable, sameMessages } from "../../protocol/index.ts";
import { writeApiJson } from "../../schema/index.ts";
import { connectWith } from "../connection.ts";
import { namedDefinitions } from "../definitions.ts";
import { definitionsCache } from "../definitions-cache.ts";
import type { ConnectionArguments } from "../options.ts";

/** The definitions for a VPP that may come later, or come back with others. */
export class LiveDefinitions {
  readonly #options: ConnectionArguments;
  readonly #failed: (error: unknown) => void;
  readonly #named: boolean;
  #codecs: Codecs | null;
  #table: MessageTable | null = null;
  #asking: Promise<void> | null = null;
  #json: string | null = null;
  /** Hears of definitions that have come, as an array of `.api.json` modules; once at once, where there are some. */
  #heard: ((json: string) => void) | null = null;

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

  /** Tells the text of the definitions, now and whenever there are others. Those of a VPP before 21.10 have none. */
  listen(heard: (json: string) => void): void {
    this.#heard = heard;
    const paths = this.#options.api ?? process.env.VPP_API_DIR;
    if (this.#named && paths !== undefined)
      this.#json ??= `[${readDefinitions(paths).map(writeApiJson).join()}]`;
    if (this.#json !== null) heard(this.#json);
  }

  /** A client has been told this table. */
  learnt(table: MessageTable): void {
    if (this.#named || this.#asking !== null) return;
    if (this.#table === null || !sameMessages(table, this.#table)) void this.ask();
  }

  async #ask(): Promise<void> {
    try {
      let text: string | null = null;
      const cache = watched(this.#options.cache === false ? undefined : definitionsCache(), (json) => {
        text = json;
      });
      await using vpp = await connectWith(this.#options, { cache });
      this.#codecs = codecsOf(vpp.schema);
      this.#table = vpp.messageTable;
      this.#json = text;
      if (text !== null) this.#heard?.(text);
    } catch (error) {
      this.#failed(error);
    }
  }
}

/** A cache that tells what passes through it. */
function watched(cache: DefinitionsCache | undefined, passed: (json: string) => void): DefinitionsCache {
  return {
    async read(key) {
      const json = (await cache?.read(key)) ?? null;
      if (json !== null) passed(json);
      return json;
    },
    async write(key, json) {
      passed(json);
      await cache?.write(key, json);
    },
  };
}

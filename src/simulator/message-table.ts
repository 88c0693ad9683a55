import type { Codecs, MessageDescriptor } from "../codec/index.ts";
import type { Message, Schema } from "../schema/index.ts";

/** Modules get ids from here; below are those of memclnt (vpp-protocol: vlibmemory/vl_memory_msg_enum.h). */
const FIRST_MODULE_ID = 29;
const FIXED = "memclnt";

/** What a message is on this start of the simulator. */
export interface TableEntry {
  readonly id: number;
  readonly name: string;
  /** As clients are told: other than `message.crc` where a test asked for it. */
  readonly crc: string;
  readonly message: Message;
}

/** Which message has which id, as VPP makes it at its start: modules one after the other, in load order. */
export class MessageTable {
  readonly byId: readonly (TableEntry | undefined)[];
  readonly byName: ReadonlyMap<string, TableEntry>;
  /** The first id of each module. */
  readonly firstIds: ReadonlyMap<string, number>;
  readonly #codecs: Codecs;
  readonly #descriptors: (MessageDescriptor | undefined)[] = [];

  /** `shuffle` puts modules in another load order; `crcs` are those to be told instead of the right ones. */
  constructor(
    schema: Schema,
    codecs: Codecs,
    shuffle: (modules: string[]) => string[],
    crcs: ReadonlyMap<string, string>,
  ) {
    this.#codecs = codecs;
    const byId: (TableEntry | undefined)[] = [];
    const byName = new Map<string, TableEntry>();
    const firstIds = new Map<string, number>();
    const add = (module: string, from: number): number => {
      let id = from;
      firstIds.set(module, from);
      for (const name of schema.modules.get(module)?.messages ?? []) {
        const message = schema.messages.get(name);
        if (message === undefined) continue;
        const entry = { id, name, crc: crcs.get(name) ?? message.crc, message };
        byId[id++] = entry;
        byName.set(name, entry);
      }
      return id;
    };
    add(FIXED, 1);
    const modules = [...schema.modules.keys()].filter(
      (name) => name !== FIXED && (schema.modules.get(name)?.messages.length ?? 0) > 0,
    );
    let next = FIRST_MODULE_ID;
    for (const module of shuffle(modules)) next = add(module, next);
    this.byId = byId;
    this.byName = byName;
    this.firstIds = firstIds;
  }

  /** The codec of the message with this id, made when first needed. */
  descriptor(id: number): MessageDescriptor | undefined {
    const known = this.#descriptors[id];
    if (known !== undefined) return known;
    const entry = this.byId[id];
    const made = entry === undefined ? undefined : this.#codecs.message(entry.name);
    this.#descriptors[id] = made;
    return made;
  }

  /** @throws Error where the loaded definitions don't have it. */
  need(name: string): { readonly id: number; readonly descriptor: MessageDescriptor } {
    const entry = this.byName.get(name);
    const descriptor = entry === undefined ? undefined : this.descriptor(entry.id);
    if (entry === undefined || descriptor === undefined) {
      throw new Error(`the simulator's definitions have no message ${name}`);
    }
    return { id: entry.id, descriptor };
  }

  /** What sockclnt_create_reply lists. */
  list(): { readonly index: number; readonly name: string }[] {
    return [...this.byName.values()].map(({ id, name, crc }) => ({ index: id, name: `${name}_${crc}` }));
  }
}

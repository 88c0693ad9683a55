/** What a running VPP knows of a message. Ids hold until that VPP ends. */
export interface TableEntry {
  readonly id: number;
  /** Eight lower-case hex digits. */
  readonly crc: string;
}

/** The messages of a running VPP, by name. */
export type MessageTable = ReadonlyMap<string, TableEntry>;

const CRC_DIGITS = 8;

/** Adds an entry as VPP spells it: `<name>_<crc>`. */
export function addEntry(table: Map<string, TableEntry>, nameCrc: string, id: number): void {
  const cut = nameCrc.length - CRC_DIGITS - 1;
  // VPP cuts entries at 63 bytes; the longest of 26.06 just fits, so one without its CRC is kept as it is.
  if (cut > 0 && nameCrc.charCodeAt(cut) === 0x5f) {
    table.set(nameCrc.slice(0, cut), { id, crc: nameCrc.slice(cut + 1) });
  } else {
    table.set(nameCrc, { id, crc: "" });
  }
}

/** True where both hold the same messages with the same layouts, whatever their ids. */
export function sameMessages(a: MessageTable, b: MessageTable): boolean {
  if (a.size !== b.size) return false;
  for (const [name, { crc }] of a) if (b.get(name)?.crc !== crc) return false;
  return true;
}

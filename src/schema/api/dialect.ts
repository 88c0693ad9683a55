/**
 * What the compilers of older releases did otherwise. A VPP keeps the CRCs and values of the compiler it was
 * built with, so a source tree is to be read as its own compiler reads it.
 */
export interface Dialect {
  /** Up to 19.08: `typeonly define`, `string x;`, arrays of variable length anywhere. */
  readonly early: boolean;
  /** Of a first member that has none: 1 up to 22.02. */
  readonly firstEnumValue: 0 | 1;
  /** Up to 20.05 a message's CRC covered only the first struct or union in it, and in that; from 20.01 on an
   * alias was as good as a struct. */
  readonly crcCovers: "every type" | "first type" | "first struct";
  /** 20.09 and 21.01 kept the earlier CRCs of messages they listed: by name, the CRC worked out and the one kept. */
  readonly keptCrcs: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The language as of VPP 26.06. */
export const CURRENT_DIALECT: Dialect = Object.freeze({
  early: false,
  firstEnumValue: 0,
  crcCovers: "every type",
  keptCrcs: new Map(),
});

/** The language as of VPP 19.08. */
export const EARLY_DIALECT: Dialect = Object.freeze({
  early: true,
  firstEnumValue: 1,
  crcCovers: "first struct",
  keptCrcs: new Map(),
});

const KEPT = /^\s*"([a-z0-9_]+)": \{ ?0x([0-9a-f]{1,8}): 0x([0-9a-f]{1,8}) ?\}/gm;

/** The dialect of a source tree, told by the text of its compiler (src/tools/vppapigen/vppapigen.py). */
export function dialectOfCompiler(compiler: string): Dialect {
  const keptCrcs = new Map<string, Map<string, string>>();
  for (const [, name = "", computed = "", kept = ""] of compiler.matchAll(KEPT)) {
    const crcs = keptCrcs.get(name) ?? new Map<string, string>();
    keptCrcs.set(name, crcs.set(computed.padStart(8, "0"), kept.padStart(8, "0")));
  }
  return Object.freeze({
    early: !compiler.includes("legacy typedef. use typedef"),
    firstEnumValue: /^ +count = 0$/m.test(compiler) ? 1 : 0,
    crcCovers: crcCoverage(compiler),
    keptCrcs,
  });
}

function crcCoverage(compiler: string): Dialect["crcCovers"] {
  if (!compiler.includes("return foldup_blocks(")) return "every type";
  return compiler.includes("self.block = []") ? "first type" : "first struct";
}

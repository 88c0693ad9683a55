/** "0" … "255". */
export const decimals: readonly string[] = Array.from({ length: 256 }, (_, value) => String(value));
/** "0." … "255.": one concatenation less for each part of a dotted quad. */
export const dottedDecimals: readonly string[] = decimals.map((text) => `${text}.`);
/** "/0" … "/255". */
export const slashedDecimals: readonly string[] = decimals.map((text) => `/${text}`);

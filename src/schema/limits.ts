/** What a file may ask for at most. Each is far above what any VPP release has. */
export const MAX_MODULES: number = 10_000;
export const MAX_DECLARATIONS: number = 100_000;
/** Fields of a message or type, members of an enum. */
export const MAX_PARTS: number = 10_000;
/** Fields of a message with those of the types in it; VPP 26.06 has at most a few hundred. */
export const MAX_EXPANDED_FIELDS: number = 100_000;
/** Imports within imports; VPP 26.06 has 4. */
export const MAX_IMPORT_DEPTH: number = 64;

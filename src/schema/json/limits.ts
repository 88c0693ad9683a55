/** What a file may ask for at most. Each is far above what any VPP release has. */
export const MAX_MODULES = 10_000;
export const MAX_DECLARATIONS = 100_000;
/** Fields of a message or type, members of an enum. */
export const MAX_PARTS = 10_000;

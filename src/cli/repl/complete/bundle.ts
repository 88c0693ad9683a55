/** Names that are still shown one by one. */
const MAX_NAMES = 100;

/**
 * Names that begin as typed, few enough to look at: of too many only what comes next in them, up to the next
 * underscore, as a shell shows folders before what is in them.
 */
export function bundled(names: readonly string[], typed: string): readonly string[] {
  if (names.length <= MAX_NAMES) return names;
  const groups = new Map<string, { readonly only: string; more: boolean }>();
  for (const name of names) {
    const next = name.indexOf("_", typed.length);
    const head = next < 0 ? name : name.slice(0, next + 1);
    const group = groups.get(head);
    if (group === undefined) groups.set(head, { only: name, more: false });
    else group.more = true;
  }
  return [...groups].map(([head, { only, more }]) => (more ? head : only));
}

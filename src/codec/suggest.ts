/** Longer names are neither compared nor suggested: comparing takes the product of the lengths. */
const MAX_LENGTH = 64;

/** A shorter end says too little. */
const MIN_END = 3;

/** `, did you mean "weight"?` for a name that is nearly one of `names`, or the end of one alone; else nothing. */
export function didYouMean(name: string, names: Iterable<string>): string {
  if (name.length > MAX_LENGTH) return "";
  const all = [...names];
  const best = nearest(name, all) ?? endingWith(name, all);
  return best === undefined ? "" : `, did you mean "${best}"?`;
}

/** Names that are told where none comes near. */
const TOLD = 12;

/** The same; where no name comes near, ` (known: …)` with the first of them. */
export function meantOrKnown(name: string, names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return " (there are none)";
  const known = `${all.slice(0, TOLD).join(", ")}${all.length > TOLD ? ", …" : ""}`;
  return didYouMean(name, all) || ` (known: ${known})`;
}

/** VPP's names begin with what they belong to: `IF_STATUS_API_FLAG_ADMIN_UP`. */
function endingWith(name: string, names: readonly string[]): string | undefined {
  if (name.length < MIN_END) return undefined;
  const end = `_${name.toLowerCase()}`;
  const [found, ...more] = names.filter((candidate) => candidate.toLowerCase().endsWith(end));
  return more.length === 0 ? found : undefined;
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // A third of the name may be wrong; beyond that a suggestion is a guess.
  let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - name.length) >= limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < limit) {
      best = candidate;
      limit = distance;
    }
  }
  return best;
}

/** Letters to add, drop, replace or swap with the next, at least (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = previous[j]! + (a[i] === b[j] ? 0 : 1);
      let best = Math.min(change, previous[j + 1]! + 1, row[j]! + 1);
      if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j])
        best = Math.min(best, twoBack[j - 1]! + 1);
      row.push(best);
    }
    twoBack = previous;
    previous = row;
  }
  return previous[b.length]!;
}

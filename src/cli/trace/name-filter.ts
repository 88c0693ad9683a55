import { VppStatsError } from "../../errors/index.ts";
import { globToRegExp } from "../../stats/glob.ts";
import { UsageError } from "../exit-code.ts";

/** Whether a message is shown; null stands for one whose name isn't known. */
export type NameFilter = (name: string | null) => boolean;

/**
 * Messages that one of `only` matches, where there are any, and none of `not`. Globs: `sw_interface_*`.
 * @throws UsageError
 */
export function nameFilter(only: readonly string[] = [], not: readonly string[] = []): NameFilter {
  const wanted = only.map(pattern);
  const unwanted = not.map(pattern);
  if (wanted.length + unwanted.length === 0) return () => true;
  const known = new Map<string, boolean>();
  return (name) => {
    if (name === null) return wanted.length === 0;
    let shown = known.get(name);
    if (shown === undefined) {
      shown =
        (wanted.length === 0 || wanted.some((glob) => glob.test(name))) &&
        !unwanted.some((glob) => glob.test(name));
      // Names come from VPP's table, or from a file.
      if (known.size < 65_536) known.set(name, shown);
    }
    return shown;
  };
}

function pattern(glob: string): RegExp {
  try {
    return globToRegExp(glob);
  } catch (error) {
    if (error instanceof VppStatsError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

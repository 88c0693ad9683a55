import { UsageError } from "../exit-code.ts";

/** One `route.paths[0].weight=1` of the command line. */
export interface Assignment {
  /** Names of fields, and indices of arrays as numbers. Never empty. */
  readonly path: readonly (string | number)[];
  readonly value: string;
}

const PATH = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d{1,9}\])*$/;

/** @throws UsageError for an argument without `=`, or with something else than a path before it. */
export function readAssignment(argument: string): Assignment {
  const equals = argument.indexOf("=");
  const left = equals < 0 ? argument : argument.slice(0, equals);
  if (equals < 0 || !PATH.test(left)) {
    throw new UsageError(
      `expected field=value or one JSON object, got ${JSON.stringify(argument.slice(0, 60))}`,
    );
  }
  const path = [...left.matchAll(/(\w+)(\])?/g)].map(([, step = "", index]) =>
    index === undefined ? step : Number(step),
  );
  return { path, value: argument.slice(equals + 1) };
}

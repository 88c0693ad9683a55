import type { Connection } from "./connection.ts";
import type { Fault, Faults } from "./faults.ts";

/** Room for random bytes where the answer itself is shorter. */
const LEAST_GARBAGE = 64;

/** Does to a request, or its answer, what a fault says. A promise says when the next request may be looked at. */
export function misbehave(
  fault: Exclude<Fault, { readonly kind: "refuse" }>,
  from: Connection,
  faults: Faults,
  answer: () => Promise<void> | undefined,
): Promise<void> | undefined {
  switch (fault.kind) {
    case "drop":
      return undefined;
    case "delay": {
      const [least, most] = typeof fault.ms === "number" ? [fault.ms, fault.ms] : fault.ms;
      const ms = faults.between(least, most);
      return new Promise<void>((resolve) => setTimeout(resolve, ms)).then(answer);
    }
    case "split":
    case "slow-reader":
      from.degrade(fault);
      return answer();
    case "close":
      return spoil(from, answer, (size) => {
        from.cut(0, Math.min(fault.at ?? faults.between(1, Math.max(1, size - 1)), size));
      });
    case "garbage":
      return spoil(from, answer, (size) => {
        const length = fault.bytes ?? Math.max(size, LEAST_GARBAGE);
        from.replace(
          0,
          Uint8Array.from({ length }, () => faults.between(0, 255)),
        );
      });
  }
}

/** Makes the answer, then has `run` change it; what was answered before goes out whole. */
function spoil(
  from: Connection,
  answer: () => Promise<void> | undefined,
  run: (size: number) => void,
): Promise<void> | undefined {
  from.flush();
  const wait = answer();
  if (wait !== undefined) return wait.then(() => run(from.written));
  run(from.written);
  return undefined;
}

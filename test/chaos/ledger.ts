// What was asked, what came of it, and what should not have happened.

/** A broken invariant, with what happened before it. */
export interface Breach {
  readonly invariant: string;
  readonly detail: string;
  readonly trace: readonly string[];
}

/** Lines kept to be shown with a broken invariant. */
const TRACE = 200;
/** Broken invariants that are kept; more are counted. */
const KEPT = 20;

/** The books of one campaign. */
export class Ledger {
  readonly breaches: Breach[] = [];
  broken = 0;
  calls = 0;
  events = 0;
  readonly outcomes: Map<string, number> = new Map<string, number>();
  readonly kinds: Map<string, number> = new Map<string, number>();
  readonly faults: Map<string, number> = new Map<string, number>();
  /** What clients did, by name. */
  readonly acts: Map<string, number> = new Map<string, number>();
  /** Calls that have not settled: what they are. */
  readonly open: Map<number, string> = new Map();
  readonly #trace: string[] = [];
  readonly #started = performance.now();
  #next = 0;

  /** Notes what happened, for the trace. */
  note(line: string): void {
    if (this.#trace.length >= TRACE) this.#trace.shift();
    this.#trace.push(`${((performance.now() - this.#started) / 1000).toFixed(4)} ${line}`);
  }

  /** The last lines noted. */
  lines(): readonly string[] {
    return this.#trace;
  }

  breach(invariant: string, detail: string): void {
    this.broken++;
    this.note(`BROKEN ${invariant}: ${detail}`);
    if (this.breaches.length < KEPT) this.breaches.push({ invariant, detail, trace: [...this.#trace] });
  }

  fault(kind: string, detail = ""): void {
    count(this.faults, kind);
    this.note(`fault ${kind} ${detail}`);
  }

  act(name: string): void {
    count(this.acts, name);
  }

  /** A call was made; returns what settles it. */
  issue(kind: string, what: string): (outcome: string) => boolean {
    const id = this.#next++;
    this.calls++;
    count(this.kinds, kind);
    this.open.set(id, `${kind} ${what}`);
    return (outcome) => {
      if (!this.open.delete(id)) {
        this.breach("every call settles once", `${kind} ${what} settled again: ${outcome}`);
        return false;
      }
      count(this.outcomes, outcome);
      return true;
    };
  }
}

function count(into: Map<string, number>, key: string): void {
  into.set(key, (into.get(key) ?? 0) + 1);
}

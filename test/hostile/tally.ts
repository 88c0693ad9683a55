// What was sent, what came of it, and how much memory that took at most.

export interface Fault {
  readonly what: string;
  readonly detail: string;
}

export class Tally {
  frames = 0;
  connections = 0;
  calls = 0;
  readonly lies: Map<string, number> = new Map();
  readonly outcomes: Map<string, number> = new Map();
  readonly faults: Fault[] = [];
  /** Bytes, at most: heap and buffers of this process. */
  memory = 0;

  lie(name: string): void {
    this.lies.set(name, (this.lies.get(name) ?? 0) + 1);
  }

  outcome(name: string): void {
    this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }

  fault(what: string, detail: string): void {
    if (this.faults.length < 50) this.faults.push({ what, detail });
  }

  measure(): void {
    const { heapUsed, external } = process.memoryUsage();
    this.memory = Math.max(this.memory, heapUsed + external);
  }

  toJSON(): object {
    const { frames, connections, calls, faults } = this;
    return {
      frames,
      connections,
      calls,
      memoryMiB: Math.round(this.memory / (1 << 20)),
      lies: Object.fromEntries(this.lies),
      outcomes: Object.fromEntries(this.outcomes),
      faults,
    };
  }
}

// What clients are set upon: the simulator, or a real VPP.
import type { Stats } from "../../src/stats/index.ts";
import type { Work } from "./job.ts";

export interface Target {
  readonly name: string;
  /** Where it listens itself; the proxy is in front of it. */
  readonly socket: string;
  /** Where its stats segment is had. */
  readonly stats: string;
  readonly work: Work;
  /** Whether it must be taken leave of politely. */
  readonly fragile: boolean;
  /** Ends it as SIGKILL does. */
  kill(): Promise<void>;
  start(how: Start): Promise<void>;
  /** Holds it as SIGSTOP does. Null where it can't be held. */
  readonly hold: { stop(): Promise<void>; go(): Promise<void> } | null;
  /** Makes events. */
  tick(count: number): Promise<void>;
  /** Faults of its own making, by name; they strike at random until cleared. */
  readonly own: readonly OwnFault[];
  clear(): void;
  /** Names of its clients that VPP, or the simulator, takes for connected. */
  clients(): Promise<readonly string[]>;
  /** Whether a stats segment is that of its present run. */
  shown(stats: Stats): boolean;
  /** What is wrong with it after all that; null where nothing is. */
  check(): Promise<string | null>;
  end(): Promise<void>;
}

/** Again the same, with other message ids, or with other messages; "complete" only where it isn't there as it should. */
export type Start = "same" | "other ids" | "other messages" | "complete";

export interface OwnFault {
  readonly name: string;
  /** True where answers may be unreadable. */
  readonly garbage: boolean;
  set(random: (from: number, to: number) => number): void;
}

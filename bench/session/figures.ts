export const CASES = ["ping", "route-add", "route-dump", "connect"] as const;
export type CaseName = (typeof CASES)[number];

/** What one run of one case took, within the client's process. */
export interface Figures {
  readonly count: number;
  readonly seconds: number;
  /** CPU of the client, user and system, over the measured part. */
  cpu?: number;
  /** Peak memory of the client's process. */
  megabytes?: number;
}

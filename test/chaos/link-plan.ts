/** What is to become of a connection through the proxy. */
export interface LinkPlan {
  /** Bytes towards the client, or from it, after which the link is cut. */
  readonly cutDown?: number;
  readonly cutUp?: number;
  /** Towards the client only so many bytes at a time, one piece a turn of the event loop. */
  readonly split?: number;
  /** Milliseconds that everything towards the client is late. */
  readonly delay?: number;
}

export const NO_PLAN: LinkPlan = Object.freeze({});

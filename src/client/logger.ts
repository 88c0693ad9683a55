/** What takes a client's own words: `console`, pino, winston and others do. Each gets one string. */
export interface Logger {
  /** Calls that failed. Their callers know. */
  debug(text: string): void;
  /** Connected, closed. */
  info(text: string): void;
  /** The link was lost; it is tried again. */
  warn(text: string): void;
  /** Closed for good; failures that belong to no call. */
  error(text: string): void;
}

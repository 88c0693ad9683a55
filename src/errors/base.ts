/** What every error of this library extends. `code` is literal, so a switch over it is checked. */
export abstract class VppError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

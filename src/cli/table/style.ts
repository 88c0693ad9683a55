/** How text for people looks on the stream it goes to. */
export interface Style {
  /** Characters in a line; Infinity where it isn't a terminal. */
  readonly width: number;
  bold(text: string): string;
  dim(text: string): string;
}

/** What tells a terminal from another stream. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours on a terminal only, and never where NO_COLOR is set to anything (no-color.org). */
export function hasColours(stream: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** Its style, with colours where it has them. */
export function styleOf(stream: Terminal, env: NodeJS.ProcessEnv = process.env): Style {
  const colours = hasColours(stream, env);
  const sgr = (on: number, off: number) => (text: string) =>
    colours && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    width: stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    bold: sgr(1, 22),
    dim: sgr(2, 22),
  };
}

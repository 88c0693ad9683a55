import { isUtf8 } from "node:buffer";

/** No message comes near; keeps input without line ends from filling the memory. */
const MAX_LINE = 1 << 26;

const NEWLINE = 0x0a;

/** A line that can't be used. */
export class LineError extends Error {
  constructor(number: number, text: string, options?: { cause?: unknown }) {
    super(`line ${number}: ${text}`, options);
  }
}

/** What went wrong, with the line it happened at. */
export function atLine(number: number, error: unknown): LineError {
  return new LineError(number, error instanceof Error ? error.message : String(error), { cause: error });
}

/** A line's text. @throws LineError where it is not UTF-8. */
export function lineText(number: number, bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new LineError(number, "not UTF-8");
  return bytes.toString("utf8");
}

/**
 * The lines of a stream, without their ends, in the batches that reading gives: what has arrived can be worked
 * on before more comes. The last line needs no end.
 *
 * @throws LineError for a line longer than 64 MiB.
 */
export async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let number = 0;
  /** The pieces of a line whose end has not been read yet. */
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const last = chunk.subarray(start, end);
      lines.push(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
      pieces = [];
      size = 0;
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    size += chunk.length - start;
    number += lines.length;
    if (lines.length > 0) yield lines;
    if (size > MAX_LINE) throw new LineError(number + 1, `longer than ${MAX_LINE} bytes`);
  }
  if (pieces.length > 0) yield [Buffer.concat(pieces)];
}

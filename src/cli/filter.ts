import { atLine, linesOf, lineText } from "./lines.ts";
import { Output } from "./output.ts";

/** One line of input: JSON with the name of a message, and what each command asks for beside it. */
export type FilterLine = Readonly<Record<string, unknown>> & { readonly message: string };

/**
 * Turns each line of JSON on standard input into a line on standard output; blank ones are skipped. What has
 * arrived is answered before more is waited for.
 *
 * @throws LineError at the first line that is wrong; what those before it gave has been written.
 */
export async function filterLines(
  convert: (line: FilterLine) => string,
  input: AsyncIterable<Buffer> = process.stdin,
): Promise<void> {
  const output = new Output();
  let number = 0;
  try {
    for await (const lines of linesOf(input)) {
      for (const line of lines) {
        number++;
        const result = convertLine(line, number, convert);
        if (result !== undefined && output.line(result)) await output.flush();
      }
      await output.flush();
    }
  } finally {
    await output.flush();
  }
}

function convertLine(
  bytes: Buffer,
  number: number,
  convert: (line: FilterLine) => string,
): string | undefined {
  const text = lineText(number, bytes);
  if (text.trim() === "") return undefined;
  try {
    return convert(readLine(text));
  } catch (error) {
    throw atLine(number, error);
  }
}

function readLine(text: string): FilterLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (!hasMessage(line)) throw new Error('expected an object whose "message" is the name of a message');
  return line;
}

function hasMessage(line: unknown): line is FilterLine {
  return typeof line === "object" && line !== null && "message" in line && typeof line.message === "string";
}

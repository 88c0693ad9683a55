// The programs in the documentation: what stands in ```ts blocks. CONTRIBUTING.md says how they are written.

/** A program, or the part of one that a page shows. */
export interface Program {
  /** Where it stands in the document, from 1. */
  readonly line: number;
  readonly text: string;
  /** Why it is compiled only. */
  readonly notRun: string | null;
  /** What the comments that begin with `=>` say that it prints. */
  readonly prints: readonly string[];
}

const BLOCK = /^```ts(?: +(.*))?\n([\s\S]*?)^```$/gm;
const PRINTS = /\/\/=> ?(.*)$/gm;

/** @throws Error that names the line of what isn't understood. */
export function programsIn(markdown: string): readonly Program[] {
  return [...markdown.matchAll(BLOCK)].map(({ 1: info = "", 2: text = "", index }) => {
    const line = markdown.slice(0, index).split("\n").length;
    const [, notRun] = /^not run: (.+)$/.exec(info) ?? [];
    if (info !== "" && notRun === undefined)
      throw new Error(`line ${line}: expected "not run: why" behind ts`);
    const prints = [...text.matchAll(PRINTS)].map(([, printed = ""]) => printed.trimEnd());
    return { line, text, notRun: notRun ?? null, prints };
  });
}

/** The whole of it: a part that imports nothing is given a client. */
export function whole({ text }: Program): string {
  const given = 'import { connect } from "vpp-ts";\nawait using vpp = await connect();\n';
  return `${/^import /m.test(text) ? "" : given}${text}\nexport {};\n`;
}

// What the tests print where nobody watches (CI, a file): failures in full, what was skipped and why, and the
// closing lines of node's own runner. The runner's default there, TAP or spec by version, is four lines a test.
import { relative } from "node:path";
import { inspect } from "node:util";

/** The file only: the runner's line numbers are those of the compiled text. Stack traces have the right ones. */
function place({ file }) {
  return file === undefined ? "" : ` (${relative(process.cwd(), file)})`;
}

function indented(text) {
  return text.replace(/^/gm, "    ");
}

/** A suite fails with its tests; they have been told already. */
function isEcho(error) {
  return error?.failureType === "subtestsFailed";
}

export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type === "test:fail" && !isEcho(data.details.error)) {
      const { error } = data.details;
      yield `not ok - ${data.name}${place(data)}\n${indented(inspect(error?.cause ?? error))}\n`;
    } else if (type === "test:pass" && data.skip !== undefined) {
      yield `skipped - ${data.name}${place(data)} # ${data.skip === true ? "no reason given" : data.skip}\n`;
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    } else if (type === "test:diagnostic" && data.nesting === 0) {
      yield `# ${data.message}\n`;
    }
  }
}

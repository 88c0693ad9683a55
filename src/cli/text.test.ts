import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonText, oneLine, printable, reflowed, wrapped } from "./text.ts";

/** What a terminal would obey: clear, a title, a reply typed for the user, a link; C0, DEL and C1. */
const HOSTILE = "a\x1b[2Jb\x1b]0;t\x07c\x9b31md\x90e\x7ff\x08g\rh\0i";

describe("text of others", () => {
  it("has no control character left in a line", () => {
    for (const text of [printable(HOSTILE), oneLine(`${HOSTILE}\n${HOSTILE}`)]) {
      assert.doesNotMatch(text, /\p{Cc}/u);
    }
    assert.equal(printable("\x1b[2J\x9b"), "\\x1b[2J\\x9b");
    assert.equal(oneLine(" two\n  lines "), "two lines");
  });

  it("is broken between words, and never within one", () => {
    assert.equal(wrapped("Not shown: mtu, link_speed, tag", 16), "Not shown: mtu,\nlink_speed, tag");
    assert.equal(wrapped("a long_word b", 4), "a\nlong_word\nb");
    assert.equal(wrapped("as it is", Number.POSITIVE_INFINITY), "as it is");
  });

  it("has its paragraphs broken anew where they are too wide, and nothing that is indented", () => {
    const text = "\nOne two three\nfour five.\n\nExamples:\n  a long command as it is\n";
    assert.equal(
      reflowed(text, 9),
      "\nOne two\nthree\nfour\nfive.\n\nExamples:\n  a long command as it is\n",
    );
    assert.equal(reflowed(text, 80), text);
  });

  it("keeps what it is told to, and everything that is to be read", () => {
    assert.equal(printable("a\tb\nc", "\n\t"), "a\tb\nc");
    assert.equal(printable("Zürich → 東京 🚀"), "Zürich → 東京 🚀");
  });

  it("has none in JSON either, and means the same", () => {
    const value = { [HOSTILE]: [HOSTILE] };
    assert.doesNotMatch(jsonText(value), /\p{Cc}/u);
    assert.deepEqual(JSON.parse(jsonText(value, 2)), value);
  });
});

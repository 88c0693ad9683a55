import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Progress } from "./progress.ts";

function terminal(isTTY: boolean): { isTTY: boolean; text: string; write(text: string): void } {
  return {
    isTTY,
    text: "",
    write(text) {
      this.text += text;
    },
  };
}

describe("the progress of many calls", () => {
  it("is one line on a terminal, taken away at the end", (t) => {
    t.mock.timers.enable({ apis: ["setInterval"] });
    const screen = terminal(true);
    const progress = new Progress(screen, { isTTY: false });
    progress.answered = 1_234_567;
    t.mock.timers.tick(200);
    const start = "\r\u001b[K";
    assert.equal(screen.text.slice(0, start.length), start);
    assert.match(screen.text.slice(start.length), /^1,234,567 answered, [\d,]+\/s$/);
    progress.refused = 2;
    screen.text = "";
    progress.end();
    assert.equal(screen.text.slice(0, start.length), start);
    assert.match(screen.text.slice(start.length), /^1,234,567 answered, 2 refused, [\d,]+\/s\n$/);
    screen.text = "";
    t.mock.timers.tick(1000);
    assert.equal(screen.text, "");
  });

  it("is nothing elsewhere, and where answers are on the terminal", (t) => {
    t.mock.timers.enable({ apis: ["setInterval"] });
    for (const [screen, others] of [
      [terminal(false), { isTTY: false }],
      [terminal(true), { isTTY: true }],
    ] as const) {
      const progress = new Progress(screen, others);
      t.mock.timers.tick(1000);
      progress.end();
      assert.equal(screen.text, "");
    }
  });
});

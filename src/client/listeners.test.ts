import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Listeners } from "./listeners.ts";

describe("Listeners", () => {
  it("all hear, whoever throws or leaves meanwhile", () => {
    const failures: unknown[] = [];
    const heard: string[] = [];
    const all = new Listeners<string>((error) => failures.push(error));
    const last = (value: string): void => void heard.push(`last ${value}`);
    all.add((value) => {
      heard.push(`first ${value}`);
      all.remove(last);
      throw value;
    });
    all.add(last);
    all.tell("a");
    all.tell("b");
    assert.deepEqual(
      [heard, failures],
      [
        ["first a", "last a", "first b"],
        ["a", "b"],
      ],
    );
    assert.equal(all.size, 1);
  });

  it("all hear of one value before any hears of the next that it brings about", () => {
    const heard: string[] = [];
    const all = new Listeners<number>(() => {});
    all.add((value) => {
      if (value < 3) all.tellInTurn(value + 1);
      heard.push(`a${value}`);
    });
    all.add((value) => void heard.push(`b${value}`));
    all.tellInTurn(1);
    assert.deepEqual(heard, ["a1", "b1", "a2", "b2", "a3", "b3"]);
  });
});

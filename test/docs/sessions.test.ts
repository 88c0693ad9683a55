import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isShown, sessionsIn } from "./sessions.ts";
import { makeWorld } from "./world.ts";

const root = new URL("../../", import.meta.url);
const documents = [
  "README.md",
  ...readdirSync(new URL("docs/", root))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Counters are served and read with native code; without it there is no world for them. */
const skip = await import("koffi").then(
  () => false,
  () => "no koffi: the counters that sessions read can't be served",
);

describe("sessions in the documentation", { skip, concurrency: 2 }, () => {
  for (const name of documents) {
    for (const { line, notRun, meanwhile, commands } of sessionsIn(
      readFileSync(new URL(name, root), "utf8"),
    )) {
      if (notRun !== null) continue;
      it(`${name}:${line}`, async () => {
        const world = await makeWorld();
        try {
          for (const command of commands) {
            const { status, text } = await world.run(command, meanwhile);
            const where = `${name}:${command.line}: ${command.text}\n`;
            if (command.output.some((shown) => shown.trim() !== ""))
              assert.ok(
                isShown(command.output, text),
                `${where}the document shows\n${command.output.join("\n")}\nbut it printed\n${text}`,
              );
            else
              assert.equal(
                status,
                0,
                `${where}failed (only its output could say that this is meant):\n${text}`,
              );
          }
        } finally {
          await world.end();
        }
      });
    }
  }
});

describe("the world of a session", { skip }, () => {
  it("is its own, /tmp included, so that tests may run twice at once", async () => {
    const [one, other] = [await makeWorld(), await makeWorld()];
    const run = (world: typeof one, text: string) =>
      world.run({ line: 1, text, input: [], output: [] }, null);
    try {
      assert.deepEqual(await run(one, "echo here > /tmp/a && cat /tmp/a && echo /tmp/a"), {
        status: 0,
        text: "here\n/tmp/a\n",
      });
      assert.equal((await run(other, "test -e /tmp/a")).status, 1);
    } finally {
      await Promise.all([one.end(), other.end()]);
    }
  });
});

describe("reading sessions", () => {
  it("finds commands, what is entered at their prompts, and what they print", () => {
    const text = [
      "text",
      "```sh",
      "$ not a session",
      "```",
      "```console",
      "$ one \\",
      "    more",
      "out",
      "",
      "$ two",
      "banner",
      "vpp-ts> f(",
      "... )",
      "5",
      "vpp-ts>",
      "```",
      "```console not run: it takes a day",
      "$ three",
      "```",
      "```console meanwhile: four",
      "```",
    ].join("\n");
    assert.deepEqual(sessionsIn(text), [
      {
        line: 5,
        notRun: null,
        meanwhile: null,
        commands: [
          { line: 6, text: "one \\\n    more", input: [], output: ["out", ""] },
          { line: 10, text: "two", input: ["f(", ")", ""], output: ["5"] },
        ],
      },
      {
        line: 17,
        notRun: "it takes a day",
        meanwhile: null,
        commands: [{ line: 18, text: "three", input: [], output: [] }],
      },
      { line: 20, notRun: null, meanwhile: "four", commands: [] },
    ]);
  });

  it("refuses what it doesn't understand", () => {
    for (const [text, message] of [
      ["```console\n$ a", /^Error: line 1: the block has no end/],
      ["a\n```console\nb\n```", /^Error: line 3: expected a command/],
      ["```console no-run\n```", /^Error: line 1: expected "not run: why"/],
      ["```console not run:\n```", /^Error: line 1: expected "not run: why"/],
    ] as const) {
      assert.throws(
        () => sessionsIn(text),
        (error) => message.test(String(error)),
      );
    }
  });

  it("compares what is printed with what is shown, but for times, pids and what … stands for", () => {
    assert.ok(isShown(["a (b) *", ""], "a (b) *  \n"));
    assert.ok(!isShown(["a"], "a\nb\n"));
    assert.ok(!isShown(["a", "b"], "a\n"));
    assert.ok(isShown(["a … c", "…", "z"], "a bb c\nx\ny\nz\n"));
    assert.ok(isShown(["a", "…"], "a\n"));
    assert.ok(!isShown(["a", "…", "z"], "a\nx\n"));
    assert.ok(
      isShown(['2026-11-23T00:13:54.524Z pid=5 "pid": 7'], '2027-01-01T00:00:00.000Z pid=77 "pid": 1'),
    );
    assert.ok(!isShown(["pid=5 x"], "pid=5 y"));
  });
});

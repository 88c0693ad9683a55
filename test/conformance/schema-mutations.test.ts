import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { VppDefinitionError } from "../../src/errors/index.ts";
import { compileApi, linkSchema, readApiJson, writeApiJson } from "../../src/schema/index.ts";

const TEXT = `/* A file with
 * one of everything. */
option version = "1.0.0";
import "t.api";
// an enum
enum kind : u8 { KIND_A = 0x1, KIND_B [backwards_compatible], };
enumflag flags { FLAG_NONE = 0, FLAG_A = 1, };
union un { u8 a [case=KIND_A]; u32 b [case=KIND_B]; };
manual_print typedef pair { vl_api_kind_t kind; vl_api_un_t un [discriminator=kind]; };
typedef u8 addr[4];
/* asks */
autoreply define set { u32 client_index; u32 context; string name[16]; f64 x [default=1.5]; option deprecated; };
define x_dump { u32 client_index; u32 context; };
define x_details { u32 context; vl_api_addr_t a; u8 count; vl_api_pair_t pairs[count]; };
define y_get { u32 context; }; define y_get_reply { i32 retval; }; define y_details { u32 context; string s[]; };
service { rpc y_get returns y_get_reply stream y_details; };
counters c { a { severity error; type counter64; units "packets"; description "d"; }; };
paths { "/err/a" "c"; };
`;
const TOKENS = TEXT.match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"[^"]*"|\w+|\s+|./g) as string[];

const compile = (text: string) =>
  compileApi(text, { file: "a.api", resolveImport: () => ({ file: "t.api", text: "typedef t { u8 x; };" }) });

interface Edit {
  readonly at: number;
  readonly kind: "drop" | "repeat" | "swap" | "insert";
  readonly with: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(TOKENS.length - 1),
  kind: fc.constantFrom("drop", "repeat", "swap", "insert"),
  with: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 4, unit: "binary" })),
});

function mutate(edits: readonly Edit[]): string {
  const tokens = [...TOKENS];
  for (const { at, kind, with: text } of edits) {
    if (kind === "drop") tokens.splice(at, 1);
    else if (kind === "repeat") tokens.splice(at, 0, ...tokens.slice(at, at + text.length));
    else if (kind === "swap") tokens[at] = text;
    else tokens.splice(at, 0, text);
  }
  return tokens.join("");
}

test("a file with mistakes compiles or is refused at a place in it", () => {
  assert.equal(compile(TEXT).messages.length, 7);
  let refused = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const text = mutate(edits);
      try {
        const file = compile(text);
        const again = readApiJson(writeApiJson(file), { source: "a.api.json" });
        assert.equal(linkSchema(again).messages.size, linkSchema([file]).messages.size);
      } catch (error) {
        assert.ok(error instanceof VppDefinitionError, String(error));
        const lines = text.replaceAll(/\r\n?/g, "\n").split("\n");
        assert.ok(error.line !== null && error.line >= 1 && error.line <= lines.length, error.message);
        assert.ok(error.column !== null && error.column >= 1, error.message);
        assert.ok(error.column <= (lines[error.line - 1]?.length ?? 0) + 1, error.message);
        refused++;
      }
    }),
    { seed: 2606, numRuns: 1500 },
  );
  assert.ok(refused > 500);
});

test("JSON with mistakes is read and linked, or refused with its place", () => {
  const good: unknown = JSON.parse(writeApiJson(compile(TEXT)));
  const leaf = fc.oneof(
    fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
    fc.constantFrom("u8", "vl_api_pair_t", 0, -1),
  );
  /** The value with something else at the end of a path through it. */
  const replaced = (value: unknown, path: readonly number[], by: unknown): unknown => {
    if (typeof value !== "object" || value === null || path.length === 0) return by;
    const keys = Object.keys(value);
    if (keys.length === 0) return by;
    const key = keys[(path[0] as number) % keys.length] as string;
    const inner = replaced((value as Record<string, unknown>)[key], path.slice(1), by);
    return Array.isArray(value)
      ? value.map((one, i) => (String(i) === key ? inner : one))
      : { ...value, [key]: inner };
  };
  let refused = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }), leaf, (path, by) => {
      try {
        const schema = linkSchema(readApiJson([replaced(good, path, by)], { source: "served" }));
        for (const map of [schema.types, schema.messages, schema.modules, schema.services]) {
          for (const [, node] of map) assert.ok(Object.isFrozen(node));
        }
      } catch (error) {
        assert.ok(error instanceof VppDefinitionError, String(error));
        assert.match(error.message, /^served/);
        refused++;
      }
    }),
    { seed: 2606, numRuns: 1500 },
  );
  assert.ok(refused > 500);
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compileApi, linkSchema } from "../../../schema/index.ts";
import { complete } from "./complete.ts";

const schema = linkSchema([
  compileApi(
    `
    enum action : u8 { ACTION_DROP = 0, ACTION_PERMIT = 1, ACTION_REFLECT = 2, OTHER = 3, };
    enumflag flags : u8 { FLAG_UP = 1, FLAG_DOWN = 2, };
    union arms { u32 number; vl_api_action_t choice; };
    typedef step { vl_api_action_t action; u8 weight; vl_api_flags_t marks[2]; };
    typedef route { u32 table_id; u32 prefix_length; u8 n_steps; vl_api_step_t steps[n_steps]; };
    autoreply define route_add {
      u32 client_index; u32 context; bool is_add; bool is_multipath [default=true]; vl_api_flags_t flags;
      vl_api_arms_t arms; string tag[16]; u8 bytes[4]; vl_api_route_t route;
    };
    autoreply define route_del { u32 client_index; u32 context; u32 id; };
    define route_dump { u32 client_index; u32 context; vl_api_action_t action; };
    define route_details { u32 context; u32 id; };
    autoreply define want_route_events { u32 client_index; u32 context; bool enable_disable; u32 pid; };
    autoreply define odd_dump { u32 client_index; u32 context; };
    define odd_details { u32 context; };
    service { rpc odd_dump returns odd_dump_reply events odd_details; };
    define route_event { u32 client_index; u32 id; };
    service { rpc want_route_events returns want_route_events_reply events route_event; };
  `,
    { file: "kit.api", resolveImport: (path) => ({ tried: [path] }) },
  ),
]);

/** `candidates <- typed`; null where the API has no say. */
function at(line: string, buffered = ""): string | null {
  const found = complete(schema, line, buffered);
  return found === null ? null : `${found.candidates.join(" ")} <- ${found.typed}`;
}

describe("completion at the prompt", () => {
  it("names messages behind api", () => {
    assert.equal(at("vpp.api.route_d"), "route_del route_dump <- route_d");
    assert.equal(at("api.route_a"), "route_add <- route_a");
    assert.equal(
      at("const x = await vpp.api."),
      "odd_dump route_add route_del route_dump want_route_events <- ",
    );
    assert.equal(at("Promise.all([api.route_add({}), api.want"), "want_route_events <- want");
    assert.equal(at("api?.route_a"), "route_add <- route_a");
    assert.equal(at('vpp.api["route_a'), "route_add <- route_a");
    assert.equal(at("api.nonsense"), " <- nonsense");
    assert.equal(at("other.api.rou"), null);
    assert.equal(at("api().rou"), null);
    assert.equal(at("vpp.rou"), null);
    assert.equal(at("rou"), null);
    assert.equal(at(""), null);
  });

  it("names fields that are not given yet, without those that the session fills in", () => {
    assert.equal(at("vpp.api.route_add({ "), "is_add is_multipath flags arms tag bytes route <- ");
    assert.equal(at("vpp.api.route_add({ ro"), "route:  <- ro");
    assert.equal(at("api.route_add({is"), "is_add is_multipath <- is");
    assert.equal(at("api.route_add({ is_add: f(1, { a: 2 }), is"), "is_multipath:  <- is");
    assert.equal(at("api.route_add({ is_add, is"), "is_multipath:  <- is");
    assert.equal(at('api.route_add({ "is_add": a ? b : c, "is'), "is_multipath <- is");
    assert.equal(at("api.route_add({ ...base, t"), "tag:  <- t");
    assert.equal(at("api.route_add({ tag: `${".concat("a}`, b")), "bytes:  <- b");
    assert.equal(at("api.route_add({ client"), " <- client");
    assert.equal(at("api.nonsense({ a"), null);
  });

  it("names fields within fields, arrays and unions", () => {
    assert.equal(at("api.route_add({ route: { pre"), "prefix_length:  <- pre");
    assert.equal(at("api.route_add({ route: { n_"), " <- n_");
    assert.equal(at("api.route_add({ route: { steps: [{ we"), "weight:  <- we");
    assert.equal(at("api.route_add({ route: { steps: [{ weight: 1 }, { "), "action weight marks <- ");
    assert.equal(at("api.route_add({ arms: { c"), "choice:  <- c");
    assert.equal(at("api.route_add({ route: { table_id: 1 }, fl"), "flags:  <- fl");
    assert.equal(at("api.route_add({ tag: { a"), null);
    assert.equal(at("api.route_add({ nonsense: { a"), null);
    assert.equal(at("api.route_add([{ i"), null);
  });

  it("names members of enums, with and without quotes", () => {
    assert.equal(
      at('api.route_dump({ action: "ACTION_'),
      "ACTION_DROP ACTION_PERMIT ACTION_REFLECT <- ACTION_",
    );
    assert.equal(at("api.route_dump({ action: 'O"), "OTHER <- O");
    assert.equal(at("api.route_dump({ action: OTH"), '"OTHER" <- OTH');
    assert.equal(at("api.route_dump({ action: x.OTH"), null);
    assert.equal(at("api.route_dump({ action: 1 + OTH"), null);
    assert.equal(at('api.route_dump({ action: "OTHER"'), null);
    assert.equal(at('api.route_add({ flags: "'), "FLAG_UP FLAG_DOWN <- ");
    assert.equal(at('api.route_add({ flags: ["FLAG_UP", "FLAG_D'), "FLAG_DOWN <- FLAG_D");
    assert.equal(at('api.route_add({ arms: { choice: "ACTION_P'), "ACTION_PERMIT <- ACTION_P");
    assert.equal(at('api.route_add({ route: { steps: [{ action: "ACTION_D'), "ACTION_DROP <- ACTION_D");
    assert.equal(at('api.route_add({ route: { steps: [{ marks: ["FLAG_U'), "FLAG_UP <- FLAG_U");
    assert.equal(at('api.route_add({ route: { steps: [{ marks: [["FLAG_U'), "FLAG_UP <- FLAG_U");
  });

  it("says what begins other values", () => {
    assert.equal(at("api.route_add({ is_add: "), "true false <- ");
    assert.equal(at("api.route_add({ is_add: t"), "true <- t");
    assert.equal(at("api.route_add({ route: "), "{  <- ");
    assert.equal(at("api.route_add({ route: { steps: "), "[ <- ");
    assert.equal(at("api.route_add({ route: { steps: ["), "{  <- ");
    assert.equal(at("api.route_add({ route: my"), null);
    assert.equal(at("api.route_add({ tag: "), null);
    assert.equal(at("api.route_del({ id: 1"), null);
    assert.equal(at("api.route_del({ id: 12, "), " <- ");
  });

  it("names messages and events for the methods that take them", () => {
    assert.equal(at('vpp.call("route_a'), "route_add <- route_a");
    assert.equal(at("vpp.call(route_a"), '"route_add" <- route_a');
    // VPP 26.06 has a dump that calls its details events (gre_tunnel_dump_v2).
    assert.equal(at('vpp.dump("'), "odd_dump route_dump <- ");
    assert.equal(at('vpp.send("want'), "want_route_events <- want");
    assert.equal(at('vpp.on("'), "route_event <- ");
    assert.equal(at("for await (const e of vpp.events('r"), "route_event <- r");
    assert.equal(at('other.call("r'), null);
    assert.equal(at('vpp.call("route_add", { is'), "is_add is_multipath <- is");
    assert.equal(at('vpp.dump("route_dump", { action: "OT'), "OTHER <- OT");
    assert.equal(at("vpp.call(name, { is"), null);
    assert.equal(at('vpp.on("route_event", (e) => { i'), null);
  });

  it("names the options of a call", () => {
    assert.equal(at("api.route_del({ id: 1 }, { "), "timeout signal check unsafe <- ");
    assert.equal(at("api.route_del({ id: 1 }, { timeout: 5, c"), "check:  <- c");
    assert.equal(at('vpp.call("route_del", { id: 1 }, { t'), "timeout:  <- t");
    assert.equal(at("api.route_del({ id: 1 }, { timeout: "), null);
    assert.equal(at("api.route_del({ id: 1 }, {}, { "), null);
  });

  it("sees the lines before, and is not misled by strings, comments, blocks and inner calls", () => {
    assert.equal(
      at("  pre", "api.route_add({\n  is_add: true, // }) {\n  route: {\n"),
      "prefix_length:  <- pre",
    );
    assert.equal(at('api.route_add({ tag: "}) {", ro'), "route:  <- ro");
    assert.equal(at("api.route_add({ tag: /[}]{/.source, ro"), "route:  <- ro");
    assert.equal(at("api.route_add({ /* }) */ ro"), "route:  <- ro");
    assert.equal(at("api.route_add({ // ro"), null);
    assert.equal(at("api.route_add({ tag: `ro"), null);
    assert.equal(at("api.route_add({ tag: f({ ro"), null);
    assert.equal(at("api.route_add({ tag: (() => { ro"), null);
    assert.equal(at("if (x) { ro"), null);
    assert.equal(at("api.route_add({}).then((x) => { ro"), null);
    assert.equal(at(") ] } api.route_add({ ro"), "route:  <- ro");
    assert.equal(at("api.route_add({ route: list[ro"), null);
  });

  it("names what .help and .events take", () => {
    assert.equal(at(".help route_a"), "route_add route_add_reply <- route_a");
    assert.equal(at(".help ste"), "step <- ste");
    assert.equal(at(".events "), "off route_event <- ");
    assert.equal(at(".events route_event of"), "off <- of");
    assert.equal(at(".help route_a", "f(\n"), null);
  });

  it("shows what comes next in names where there are too many", () => {
    const names = Array.from({ length: 60 }, (_, i) => [`a_x_${i}`, `b_${i}`]).flat();
    const many = linkSchema([
      compileApi(
        [...names, "c_only_one"]
          .map((name) => `autoreply define ${name} { u32 client_index; u32 context; };`)
          .join("\n"),
        { file: "many.api", resolveImport: (path) => ({ tried: [path] }) },
      ),
    ]);
    assert.deepEqual(complete(many, "api.")?.candidates, ["a_", "b_", "c_only_one"]);
    assert.deepEqual(complete(many, "vpp.call(")?.candidates, ['"a_', '"b_', '"c_only_one"']);
    assert.equal(complete(many, "api.a_")?.candidates.length, 60);
  });

  it("property: never throws, and what it offers continues what was typed", () => {
    const pieces =
      "vpp|.|?.|api|call|dump|on|route_add|route_dump|(|)|{|}|[|]|:|,|\"|'|`|${|\\|/|//|/*|*/|\n| |=>|...|route|steps|" +
      'is_add|action|ACTION_|flags|FLAG_|1|0x|"route_add"|"route_event"|.help |.events |await |\ud800|__proto__|constructor|toString';
    const text = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .array(fc.constantFrom(...pieces.split("|")), { maxLength: 40 })
          .map((all) => all.join("")),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    );
    fc.assert(
      fc.property(text, text, fc.boolean(), (line, buffered, hasBuffered) => {
        const found = complete(schema, line, hasBuffered ? buffered : "");
        if (found === null) return;
        assert.ok((hasBuffered ? buffered + line : line).endsWith(found.typed));
        for (const candidate of found.candidates)
          assert.ok(candidate.startsWith(found.typed) || candidate.startsWith(`"${found.typed}`), candidate);
      }),
      { seed: 6, numRuns: 5000 },
    );
  });

  it("property: every prefix of a command that is right can be completed", () => {
    const command =
      'const r = await vpp.api.route_add({ is_add: true, route: { table_id: 1, steps: [{ action: "ACTION_DROP", marks: ["FLAG_UP"] }] }, flags: ["FLAG_UP", "FLAG_DOWN"] }, { timeout: 10 });';
    for (let end = 0; end <= command.length; end++) {
      const found = complete(schema, command.slice(0, end));
      // Where the API has a say, what really follows is among what it offers.
      if (found === null || found.candidates.length === 0) continue;
      const rest = command.slice(end - found.typed.length).trimStart();
      assert.ok(
        found.candidates.some((candidate) => rest.startsWith(candidate)) || /^[[})\],]/.test(rest),
        `${command.slice(0, end)}| ${found.candidates}`,
      );
    }
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { connect } from "../../src/client/index.ts";
import { RecordingReader } from "../../src/recording/index.ts";
import { startVppTs, vppTs } from "../support/cli.ts";
import { papiEnv, skipWithoutPapi } from "../support/papi.ts";
import { Tee } from "../support/tee.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../simulator/papi.py", import.meta.url));
const env = { VPP_API_DIR: "" };

describe("vpp-ts trace and a real VPP", { skip: skipWithoutVpp }, () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-traced-"));
  const at = (name: string) => join(folder, name);
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp({ plugins: ["acl"] });
  });
  after(async () => {
    await vpp.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("changes no byte between VPP's own Python client and VPP", { skip: skipWithoutPapi }, async () => {
    const behind = await Tee.listen(at("behind"), vpp.apiSocket);
    const trace = startVppTs(
      ["trace", "--listen", at("trace"), "--socket", at("behind"), "--record", at("papi.rec"), "--json"],
      { env },
    );
    await once(trace.stderr, "data");
    const front = await Tee.listen(at("front"), at("trace"));
    const asked = behind.connections.length;
    const { stdout } = await run("python3", [script, at("front")], { env: papiEnv, timeout: 60_000 });
    assert.match(stdout, /\["bye", /);
    trace.kill("SIGINT");
    const traced = await trace.ended;
    assert.equal(traced.status, 0, traced.stderr);
    front.close();
    behind.close();
    // Before it came the tracer itself, for the definitions.
    const [client, server] = front.bytes[0] ?? [];
    const [sent, received] = behind.bytes[asked] ?? [];
    assert.ok(client !== undefined && server !== undefined && sent !== undefined && received !== undefined);
    assert.ok(client.length > 5_000, `${client.length} bytes from the client`);
    assert.ok(server.length > 1_000_000, `${server.length} bytes from VPP`);
    assert.ok(client.equals(sent), "what the client said is what VPP got");
    assert.ok(server.equals(received), "what VPP said is what the client got");

    // Every message was understood; the recording has the payloads of all.
    const printed = traced.stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    const messages = printed.filter(({ event }) => event === undefined);
    assert.deepEqual(
      messages.filter(({ error }) => error !== undefined),
      [],
    );
    const payloads: Record<"client" | "vpp", Buffer[]> = { client: [], vpp: [] };
    const reader = new RecordingReader((record) => {
      if (record.kind === "frame") payloads[record.from].push(record.payload);
    });
    reader.push(readFileSync(at("papi.rec")));
    assert.equal(payloads.client.length + payloads.vpp.length, messages.length);
    const bare = (stream: Buffer): Buffer => {
      const parts: Buffer[] = [];
      for (let pos = 0; pos < stream.length; ) {
        const end = pos + 16 + stream.readUInt32BE(pos + 8);
        parts.push(stream.subarray(pos + 16, end));
        pos = end;
      }
      return Buffer.concat(parts);
    };
    assert.ok(Buffer.concat(payloads.client).equals(bare(client)));
    assert.ok(Buffer.concat(payloads.vpp).equals(bare(server)));
  });

  it("replays what was recorded to another VPP, which then has the same", {
    skip: skipWithoutPapi,
  }, async () => {
    await using other = await startVpp({ plugins: ["acl", "ping"] });
    const ran = await vppTs(["replay", at("papi.rec"), "--socket", other.apiSocket], { env });
    assert.deepEqual([ran.status, ran.stderr], [0, ""], ran.stdout);
    assert.match(ran.stdout, /^\d+ requests in [\d.]+ s, 0 answered otherwise\n$/);
    const state = async (one: Vpp): Promise<string[]> =>
      Promise.all(
        ["show interface address", "show ip fib summary", "show bridge-domain", "show acl-plugin acl"].map(
          (c) => one.vppctl(c),
        ),
      );
    assert.deepEqual(await state(other), await state(vpp));
  });

  it("decodes and replays what VPP itself saves", async () => {
    await using traced = await startVpp();
    const name = `vpp-ts-${process.pid}.trace`;
    await traced.vppctl("api trace free");
    await traced.vppctl("api trace on");
    {
      await using client = await connect({ socket: traced.apiSocket });
      await client.call("create_loopback");
      await client.call("sw_interface_add_del_address", {
        sw_if_index: 1,
        is_add: true,
        prefix: "192.0.2.1/24",
      });
      await client.dump("sw_interface_dump").toArray();
      await client.call("sw_interface_set_flags", { sw_if_index: 77, flags: 1 }, { check: false });
    }
    assert.match(await traced.vppctl(`api trace save ${name}`), /API trace saved to/);
    renameSync(join("/tmp", name), at(name));
    const decoded = await vppTs(["trace", "decode", at(name), "--socket", traced.apiSocket, "--json"], {
      env,
    });
    assert.deepEqual([decoded.status, decoded.stderr], [0, ""]);
    const lines = decoded.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const own = [
      "create_loopback",
      "sw_interface_add_del_address",
      "sw_interface_dump",
      "sw_interface_set_flags",
    ];
    assert.deepEqual(
      lines.filter(({ message }) => own.includes(message)).map(({ message }) => message),
      own,
    );
    const address = lines.find(({ message }) => message === "sw_interface_add_del_address");
    assert.deepEqual(
      [address.fields.prefix, address.fields.is_add, address.from],
      ["192.0.2.1/24", true, "client"],
    );
    assert.ok(lines.every(({ error, time }) => error === undefined && time === undefined));

    const file = readFileSync(at(name));
    writeFileSync(at("cut.trace"), file.subarray(0, -5));
    const cut = await vppTs(["trace", "decode", at("cut.trace"), "--socket", traced.apiSocket], { env });
    assert.equal(cut.status, 1);
    assert.match(cut.stderr, /stops before its end, within what begins at byte \d+\n$/);

    await using other = await startVpp({ plugins: ["ping"] });
    const replayed = await vppTs(["replay", at(name), "--socket", other.apiSocket], { env });
    assert.equal(replayed.status, 1);
    assert.match(
      replayed.stdout,
      /^#0 sw_interface_set_flags: INVALID_SW_IF_INDEX \(-2\)\n\d+ requests in [\d.]+ s, 1 /,
    );
    assert.match(await other.vppctl("show interface address"), /L3 192\.0\.2\.1\/24/);
  });
});

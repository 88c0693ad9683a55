import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { readCapture, skipWithoutShared } from "../support/shared.ts";

const HEADER = 16;

/** The payloads of what one side said. */
function payloads(bytes: Buffer): Buffer[] {
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEADER + bytes.readUInt32BE(at + 8);
    out.push(Buffer.from(bytes.subarray(at + HEADER, end)));
    at = end;
  }
  return out;
}

function said(by: "client" | "vpp"): Buffer[] {
  const chunks = readCapture().flatMap((c) =>
    c.from === by && "hex" in c ? [Buffer.from(c.hex, "hex")] : [],
  );
  return payloads(Buffer.concat(chunks));
}

/** Names by id, and back, from a sockclnt_create_reply; by hand, so that no codec has a part in it. */
function tableOf(reply: Buffer): { names: Map<number, string>; ids: Map<string, number> } {
  const names = new Map<number, string>();
  for (let i = 0, at = 20; i < reply.readUInt16BE(18); i++, at += 66) {
    names.set(reply.readUInt16BE(at), reply.toString("latin1", at + 2, at + 66).replace(/\0.*/s, ""));
  }
  return { names, ids: new Map([...names].map(([id, name]) => [name, id])) };
}

/** Bytes that one VPP has otherwise than the next: [from, to) of a payload; to the end where `to` is missing. */
const OWN: Readonly<Record<string, readonly [number, number?]>> = {
  control_ping_reply: [14], // pid
  show_version_reply: [74], // build date and folder
  ip_route_v2_details: [10, 14], // stats_index
  cli_inband_reply: [10], // counters of packets
};

describe("a client made of recorded bytes", { skip: skipWithoutShared }, () => {
  test("is answered with the bytes that VPP answered with", async () => {
    await using simulator = await Simulator.start();
    const socket = connect(simulator.socket);
    let got = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
    });
    await once(socket, "connect");
    const wanted = said("vpp");
    const recorded = tableOf(wanted[0]!);
    const requests = said("client");
    const send = (payload: Buffer) => {
      const frame = Buffer.alloc(HEADER + payload.length);
      frame.writeUInt32BE(payload.length, 8);
      payload.copy(frame, HEADER);
      socket.write(frame);
    };
    send(requests[0]!);
    while (payloadsSoFar(got).length < 1) await once(socket, "data");
    const mine = tableOf(payloads(got)[0]!);
    for (const request of requests.slice(1)) {
      const name = recorded.names.get(request.readUInt16BE(0))!;
      request.writeUInt16BE(mine.ids.get(name)!, 0);
      const before = got.length;
      send(request);
      // Answers were waited for then, too; a dump's ping stands right behind it.
      if (!name.includes("_dump_")) while (got.length === before) await once(socket, "data");
    }
    if (!socket.destroyed) await once(socket, "close");
    const answers = payloads(got).map((payload) => {
      const name = mine.names.get(payload.readUInt16BE(0))!;
      payload.writeUInt16BE(recorded.ids.get(name)!, 0);
      return comparable(name, payload);
    });
    const theirs = wanted.map((payload) => comparable(recorded.names.get(payload.readUInt16BE(0))!, payload));
    // The tables differ in what they list; the fields before don't.
    const handshake = (line: string) => line.slice(0, "sockclnt_create_reply ".length + 2 * 18);
    assert.equal(handshake(answers[0]!), handshake(theirs[0]!));
    assert.deepEqual(byContext(answers.slice(1)), byContext(theirs.slice(1)));
  });
});

function payloadsSoFar(bytes: Buffer): Buffer[] {
  if (bytes.length < HEADER) return [];
  return bytes.length < HEADER + bytes.readUInt32BE(8) ? [] : [bytes];
}

function comparable(nameAndCrc: string, payload: Buffer): string {
  const name = nameAndCrc.replace(/_[0-9a-f]{8}$/, "");
  const own = OWN[name];
  if (own !== undefined) payload.fill(0, own[0], own[1] ?? payload.length);
  // Of these the rest is text, whose length is each VPP's own.
  return name === "cli_inband_reply"
    ? `${name} ${payload.toString("hex", 0, 10)}`
    : `${name} ${payload.toString("hex")}`;
}

/** Details of one dump in any order: VPP takes routes from a hash. */
function byContext(lines: readonly string[]): string[] {
  return [...lines].sort();
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codecsOf, Source, Writer } from "../codec/index.ts";
import { VppConnectionError } from "../errors/index.ts";
import { linkSchema } from "../schema/index.ts";
import { bootstrapDefinitions } from "./bootstrap.ts";
import { beginFrame, endFrame, HEADER } from "./frame.ts";
import { goodbyeFrame, helloFrame, readHello } from "./handshake.ts";

const codecs = codecsOf(linkSchema(bootstrapDefinitions()));

function encoded(
  name: string,
  fields: Record<string, unknown>,
  id: number,
  clientIndex: number,
  context: number,
): Buffer {
  const w = new Writer();
  const start = beginFrame(w);
  codecs.message(name)?.encode(w, fields, id, clientIndex, context);
  endFrame(w, start);
  return w.take();
}

function helloReply(message_table: { index: number; name: string }[], response = 0): Source {
  const bytes = encoded("sockclnt_create_reply", { response, index: 0x8000_0003, message_table }, 16, 0, 9);
  return new Source(bytes, HEADER);
}

describe("the handshake", () => {
  it("is what the definitions say", () => {
    assert.deepEqual(helloFrame("me", 9), encoded("sockclnt_create", { name: "me" }, 15, 0, 9));
    const bye = encoded("sockclnt_delete", { index: 0x8000_0003 }, 17, 0x8000_0003, 9);
    assert.deepEqual(goodbyeFrame(0x8000_0003, 9), bye);
    assert.equal(helloFrame("x".repeat(100), 0).at(-1), 0);
  });

  it("gives the client's index and the message table", () => {
    const longest = `${"l".repeat(54)}_0123abcd`;
    const { clientIndex, table } = readHello(
      helloReply([
        { index: 30, name: "show_version_51077d14" },
        { index: 31, name: longest },
      ]),
    );
    assert.equal(clientIndex, 0x8000_0003);
    assert.deepEqual(
      table,
      new Map([
        ["show_version", { id: 30, crc: "51077d14" }],
        ["l".repeat(54), { id: 31, crc: "0123abcd" }],
      ]),
    );
  });

  it("fails where VPP refuses, where the table is cut, and where it isn't VPP", () => {
    assert.throws(() => readHello(helloReply([], -1)), { reason: "refused" });
    const { bytes, end } = helloReply([{ index: 30, name: "a_51077d14" }]);
    assert.throws(() => readHello(new Source(bytes, HEADER, end - 1)), { reason: "protocol" });
    assert.throws(() => readHello(new Source(Buffer.from("HTTP/1.1"))), VppConnectionError);
  });
});

import { getText, i32, putText, short } from "./checks.ts";
import type { HandCodec } from "./codec.ts";

export const controlPing: HandCodec<object> = {
  encode({ bytes, view }, _, id, clientIndex, context) {
    if (bytes.length < 10) short("control_ping");
    view.setUint16(0, id);
    view.setUint32(2, clientIndex);
    view.setUint32(6, context);
    return 10;
  },
  decode({ start, end }) {
    if (end - start < 10) short("control_ping");
    return {};
  },
};

interface ShowVersionReply {
  retval: number;
  program: string;
  version: string;
  build_date: string;
  build_directory: string;
}

export const showVersionReply: HandCodec<ShowVersionReply> = {
  encode({ bytes, view }, v, id, _clientIndex, context) {
    if (bytes.length < 362) short("show_version_reply");
    view.setUint16(0, id);
    view.setUint32(2, context);
    view.setInt32(6, i32(v.retval, "retval"));
    putText(bytes, 10, v.program, 32, "program");
    putText(bytes, 42, v.version, 32, "version");
    putText(bytes, 74, v.build_date, 32, "build_date");
    putText(bytes, 106, v.build_directory, 256, "build_directory");
    return 362;
  },
  decode({ bytes, view, start: o, end }) {
    if (end - o < 362) short("show_version_reply");
    return {
      retval: view.getInt32(o + 6),
      program: getText(bytes, o + 10, 32),
      version: getText(bytes, o + 42, 32),
      build_date: getText(bytes, o + 74, 32),
      build_directory: getText(bytes, o + 106, 256),
    };
  },
};

interface CliInbandReply {
  retval: number;
  reply: string;
}

export const cliInbandReply: HandCodec<CliInbandReply> = {
  encode({ bytes, view }, v, id, _clientIndex, context) {
    if (bytes.length < 14 + 3 * v.reply.length) short("cli_inband_reply");
    view.setUint16(0, id);
    view.setUint32(2, context);
    view.setInt32(6, i32(v.retval, "retval"));
    const size = bytes.write(v.reply, 14, "utf8");
    view.setUint32(10, size);
    return 14 + size;
  },
  decode({ bytes, view, start: o, end }) {
    if (end - o < 14) short("cli_inband_reply");
    const size = view.getUint32(o + 10);
    if (size > end - o - 14) short("cli_inband_reply");
    return { retval: view.getInt32(o + 6), reply: bytes.toString("utf8", o + 14, o + 14 + size) };
  },
};

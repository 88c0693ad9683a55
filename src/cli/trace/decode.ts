import { codecsOf } from "../../codec/index.ts";
import { type Played, Player, readRecording } from "../../trace/index.ts";
import { schemaFor } from "../api/schema.ts";
import { codecsFrom } from "../definitions.ts";
import type { ConnectionArguments } from "../options.ts";
import { Output } from "../output.ts";
import { styleOf } from "../table/style.ts";
import { type TraceFormat, TracePrinter } from "./printer.ts";

export interface TraceDecodeCommand extends ConnectionArguments {
  readonly file: string;
  readonly format: TraceFormat;
}

/**
 * `vpp-ts trace decode`: prints a recording, or an API trace that VPP saved. One that stops in the middle is
 * printed as far as it goes. Definitions are those of `--api`, else the recording's own, else what `schemaFor` finds.
 *
 * @throws UsageError and VppDefinitionError for definitions that can't be read, VppRecordingError with the offset of damage.
 */
export async function traceDecode(command: TraceDecodeCommand): Promise<void> {
  const player = new Player(command.api === undefined ? null : codecsFrom(command.api));
  const output = new Output();
  const printer = new TracePrinter(output, command.format, styleOf(process.stdout));
  let ended = false;
  try {
    const records = readRecording(command.file);
    let next = await records.next();
    for (; next.done !== true; next = await records.next()) {
      for (const record of next.value) {
        if (record.kind === "frame") player.codecs ??= codecsOf(await schemaFor(command));
        const played = player.play(record);
        if (played.kind === "end") ended = true;
        if (print(printer, player, played)) await output.flush();
      }
    }
    await output.flush();
    const { value: ending } = next;
    const whole = ending.kind === "whole" && (ended || player.header?.format === "vpp");
    if (!whole) {
      const where = ending.kind === "cut" ? `, within what begins at byte ${ending.offset}` : "";
      const text = `${command.file} stops before its end${where}`;
      // A recording whose process was killed is no mistake of its reader.
      if (player.header?.format !== "vpp-ts") throw new Error(text);
      process.stderr.write(`${text}\n`);
    }
  } finally {
    await output.flush();
  }
}

function print(printer: TracePrinter, player: Player, played: Played): boolean {
  switch (played.kind) {
    case "message":
      return printer.message(played.connection, played.passed, player.codecs);
    case "header":
      printer.epoch = played.start;
      if (!played.wrapped) return false;
      return printer.note(null, null, "wrapped", "what came before is missing: VPP's buffer was full");
    case "open":
      return printer.note(played.connection, played.time, "open", "client connected");
    case "close": {
      const { connection, time, by, reason } = played;
      const text = `closed by ${by}${reason === "" ? "" : `: ${reason}`}`;
      return printer.note(connection, time, "close", text, { by, reason });
    }
    case "lost":
      return printer.note(null, played.time, "lost", `${played.messages} messages were not kept`, {
        messages: played.messages,
      });
    case "definitions":
    case "end":
      return false;
  }
}

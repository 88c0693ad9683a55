// Material that lies beside the project, not in it: API definitions of a VPP release, bytes made by VPP's own client.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** `VPP_TS_SHARED`, else `../shared` beside the project; null where there is none. */
export function sharedDir(): string | null {
  const named = process.env.VPP_TS_SHARED;
  if (named !== undefined && named !== "") {
    const folder = resolve(named);
    if (!existsSync(folder)) throw new Error(`VPP_TS_SHARED names ${folder}, which does not exist`);
    return folder;
  }
  const beside = fileURLToPath(new URL("../../../shared", import.meta.url));
  return existsSync(join(beside, "vectors")) ? beside : null;
}

/** For the `skip` option of node:test: false where the material is there, else the reason shown. */
export const skipWithoutShared: string | false =
  sharedDir() === null ? "no material: set VPP_TS_SHARED or put it in ../shared" : false;

/** The path of a file or folder of the material. @throws where there is none: such tests skip. */
export function sharedPath(...names: string[]): string {
  const folder = sharedDir();
  if (folder === null) throw new Error(String(skipWithoutShared));
  return join(folder, ...names);
}

/** A file of the material, unpacked if its name ends in .gz. */
export function readShared(...names: string[]): Buffer {
  const path = sharedPath(...names);
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function readLines<T>(...names: string[]): T[] {
  return readShared(...names)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): T => JSON.parse(line));
}

/** A message in JSON form and the bytes VPP's Python client makes of it (message id 0, no frame header). */
export interface Vector {
  message: string;
  /** `0x` and eight hex digits. */
  crc: string;
  fields: Record<string, unknown>;
  hex: string;
  /** False where decoding shows more than was put in: compare the bytes then, not the fields. */
  exact: boolean;
}

export function readVectors(): Vector[] {
  return readLines<Vector>("vectors", "vpp-26.06.ndjson.gz");
}

/** One chunk of a session with a real VPP, as it was read, or the end of one side. */
export type CaptureChunk = { from: "client" | "vpp"; hex: string } | { from: "client" | "vpp"; close: true };

export function readCapture(): CaptureChunk[] {
  return readLines<CaptureChunk>("vectors", "capture-26.06.ndjson.gz");
}

/** The stats segment of a VPP as it lay in memory, and what VPP's own reader shows of it. */
export function readStatsSegment(): { segment: Buffer; shown: Record<string, unknown> } {
  return {
    segment: readShared("vectors", "stats-26.06.bin.gz"),
    shown: JSON.parse(readShared("vectors", "stats-26.06.json.gz").toString("utf8")),
  };
}

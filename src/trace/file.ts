import { createReadStream } from "node:fs";
import { VppRecordingError } from "../errors/index.ts";
import { type Ending, RecordingReader, type TraceRecord } from "../recording/index.ts";

/**
 * The records of a recording, in the batches that reading gives; the result says whether the file was whole.
 *
 * @throws VppRecordingError with the file and the offset of what makes no sense, after all before it has been given; the
 * system's error for a file that can't be read.
 */
export async function* readRecording(path: string): AsyncGenerator<readonly TraceRecord[], Ending> {
  let batch: TraceRecord[] = [];
  const reader = new RecordingReader((record) => batch.push(record));
  for await (const chunk of createReadStream(path)) {
    let failure: { readonly error: unknown } | null = null;
    try {
      reader.push(chunk);
    } catch (error) {
      failure = { error };
    }
    if (batch.length > 0) yield batch;
    batch = [];
    if (failure !== null) {
      const { error } = failure;
      throw error instanceof VppRecordingError ? error.in(path) : error;
    }
  }
  return reader.finish();
}

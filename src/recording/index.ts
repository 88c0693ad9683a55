export { MAX_DEFINITIONS } from "./layout.ts";
export type { Ending } from "./parse.ts";
export { RecordingReader } from "./read.ts";
export {
  ANY_CONNECTION,
  MAX_PAYLOAD,
  type Side,
  type TraceFrame,
  type TraceHeader,
  type TraceRecord,
} from "./record.ts";
export { RecordingWriter } from "./write.ts";

export { SegmentWriter } from "./segment-writer.ts";
export { type ServedSegment, serveSegment } from "./serve.ts";

export { SystemCallError } from "./error.ts";
export { type LastWords, lastWords } from "./last-words.ts";
export { type Libc, loadLibc, type PollHandle } from "./libc.ts";
export { type Mapping, mapDescriptor } from "./mapping.ts";
export { cannotShrink, createMemoryFile } from "./memory-file.ts";
export { type ReceiveOptions, receiveDescriptor } from "./receive-descriptor.ts";
export { type DescriptorServer, serveDescriptor } from "./serve-descriptor.ts";

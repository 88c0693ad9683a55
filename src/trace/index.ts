export { type ConversationHost, contentsOf, type Passed } from "./conversation.ts";
export { readRecording } from "./file.ts";
export { type Names, namesOf } from "./names.ts";
export { packDefinitions } from "./packed-definitions.ts";
export { type Played, Player } from "./player.ts";
export { type ProxyHost, TraceProxy } from "./proxy.ts";
export { createRecording, RecordingFile } from "./recording-file.ts";
export { planReplay, type ReplayAnswer, type ReplayOptions, replay } from "./replay.ts";

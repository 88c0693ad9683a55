import type { Source, Writer } from "./bytes.ts";

/** A message's fields as TypeScript values, without `client_index`, `context` and array counts. */
export type Fields = Record<string, unknown>;

/**
 * Everything a session needs to know of one message. A value: made in memory from a schema (`codecsOf`), or
 * generated. Offsets count from the start of the payload, where the u16 message id stands.
 */
export interface MessageDescriptor<In = Fields, Out = Fields> {
  readonly kind: "message";
  readonly name: string;
  /** Eight lower-case hex digits. `<name>_<crc>` is what VPP's message table has. */
  readonly crc: string;
  /** Where the u32 `context` stands, or null for the few messages that carry none. It isn't always at 2 or 6. */
  readonly contextOffset: number | null;
  readonly clientIndexOffset: number | null;
  /**
   * Appends the payload to `w`.
   * @throws VppEncodeError naming the path of the value that doesn't fit; `w` is then as before.
   */
  encode(w: Writer, fields: In, id: number, clientIndex: number, context: number): void;
  /**
   * Reads the payload from `source.start` to `source.end`; bytes after the last field are ignored, as VPP does.
   * @throws VppDecodeError when the payload is too short for what it says it holds.
   */
  decode(source: Source): Out;
}

/** One message there, one back. */
export interface RequestDescriptor<In = Fields, Out = Fields> {
  readonly kind: "request";
  readonly request: MessageDescriptor<In>;
  readonly reply: MessageDescriptor<Fields, Out>;
  /** What may come at any time once this request has subscribed. */
  readonly events: readonly MessageDescriptor[];
}

/** Any number of `details`; a control_ping sent behind the request ends them. */
export interface DumpDescriptor<In = Fields, Out = Fields> {
  readonly kind: "dump";
  readonly request: MessageDescriptor<In>;
  readonly details: MessageDescriptor<Fields, Out>;
}

/** Any number of `details`, then `reply`; its retval -165 (EAGAIN) asks for the rest from its `cursor`. */
export interface GetDescriptor<In = Fields, Out = Fields, End = Fields> {
  readonly kind: "get";
  readonly request: MessageDescriptor<In>;
  readonly details: MessageDescriptor<Fields, Out>;
  readonly reply: MessageDescriptor<Fields, End>;
}

/** `returns null`: nothing comes back. */
export interface OnewayDescriptor<In = Fields> {
  readonly kind: "oneway";
  readonly request: MessageDescriptor<In>;
}

/** How a request is answered. */
export type ExchangeDescriptor<In = Fields, Out = Fields, End = Fields> =
  | RequestDescriptor<In, Out>
  | DumpDescriptor<In, Out>
  | GetDescriptor<In, Out, End>
  | OnewayDescriptor<In>;

/** How events are turned on and off. */
export interface WantDescriptor {
  readonly exchange: RequestDescriptor;
  /** The request's field that says on or off. */
  readonly onOff: string;
  /** Whether the request has a `pid` to say who asks. */
  readonly pid: boolean;
}

/** A message that comes by itself. */
export interface EventDescriptor<Out = Fields> {
  readonly kind: "event";
  readonly message: MessageDescriptor<Fields, Out>;
  /** The request to be sent for it to come; null where it comes by the way of others. */
  readonly want: WantDescriptor | null;
}

/**
 * One API file, as generated: what `connect({ definitions })` takes. `Api` has the file's exchanges and events by
 * VPP's names, and so the types of the methods.
 */
export interface ApiDefinition<Api extends object = object> {
  readonly kind: "api";
  readonly name: string;
  readonly members: Api;
}

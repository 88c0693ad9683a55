import type { MessageTable } from "../protocol/index.ts";

/** Who sent something, or closed. */
export type Side = "client" | "vpp";

/** What a recording consists of. Times are microseconds since the recording began. */
export type TraceRecord =
  | TraceHeader
  | { readonly kind: "open"; readonly connection: number; readonly time: number }
  | TraceFrame
  | {
      readonly kind: "close";
      readonly connection: number;
      readonly time: number;
      /** `trace`: whoever recorded ended it. */
      readonly by: Side | "trace";
      /** Empty for an ordinary end. */
      readonly reason: string;
    }
  /** An array of `.api.json` modules, compressed with Brotli. What comes after is to be read with them. */
  | { readonly kind: "definitions"; readonly brotli: Buffer }
  /** Messages that passed and could not be kept. */
  | { readonly kind: "lost"; readonly time: number; readonly messages: number }
  /** The recording was ended in order. A file without it stops where its process was killed. */
  | { readonly kind: "end"; readonly time: number };

export interface TraceHeader {
  readonly kind: "header";
  readonly format: "vpp-ts" | "vpp";
  /** Microseconds since 1970; null where the file doesn't tell. */
  readonly start: number | null;
  /** The ids in the whole file, where it has them in one place. */
  readonly table: MessageTable | null;
  /** VPP's ring was full: what came first is missing. */
  readonly wrapped: boolean;
}

export interface TraceFrame {
  readonly kind: "frame";
  readonly connection: number;
  /** Null in VPP's own traces. */
  readonly time: number | null;
  readonly from: Side;
  /** From the message id on, without the 16 bytes before it. */
  readonly payload: Buffer;
}

/** Connections are numbered from 1; VPP's own traces, which don't tell them apart, have this one. */
export const ANY_CONNECTION = 0;

/** Messages beyond this aren't kept; the largest VPP sends of itself, its API's definitions, are 3 MB. */
export const MAX_PAYLOAD: number = 1 << 26;

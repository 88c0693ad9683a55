import type { DefinitionsCache } from "../definitions/index.ts";
import type { CallOptions, PipelineRules } from "../protocol/index.ts";
import type { Requirement } from "./compatibility.ts";
import type { Definitions } from "./definitions.ts";
import type { LimitOptions } from "./limits.ts";
import type { Logger } from "./logger.ts";

/** How long calls may take unless told otherwise, in milliseconds. */
export const DEFAULT_TIMEOUT = 5000;
/** What VPP calls a client that gives no name. */
export const DEFAULT_NAME = "vpp-ts";

export interface ReconnectOptions {
  /** Milliseconds before the first try; doubled for each further one. Default 50. */
  readonly min?: number | undefined;
  /** Milliseconds between tries at most. Default 5000. */
  readonly max?: number | undefined;
  /** Tries before the client gives up. Default: without end. */
  readonly retries?: number | undefined;
}

export interface ConnectOptions extends LimitOptions {
  /** A path, `abstract:name`, or `host:port`. Default: `$VPP_API_SOCKET`, else `/run/vpp/api.sock`. */
  readonly socket?: string | undefined;
  /** What VPP shows in `show api clients`, 63 bytes at most. Default `vpp-ts`. */
  readonly name?: string | undefined;
  /**
   * API definitions: a file or folder of `.api.json` or `.api`, several, or a schema. Left out, VPP is asked for
   * its own; VPPs before 21.10 can't tell, then the installed ones are read (`$VPP_API_DIR`). With generated
   * definitions (`[interfaceApi, ipApi]`) `vpp.api` has their methods, typed, and nothing is asked or compiled.
   */
  readonly definitions?: Definitions | undefined;
  /**
   * Keeps what VPP serves, by the messages it has: a VPP met before isn't asked again. `FileCache` of
   * `vpp-ts/definitions` keeps it in files. Default: none.
   */
  readonly cache?: DefinitionsCache | undefined;
  /**
   * Generated descriptors, or whole definitions, that VPP must have as they are; else connecting fails with a
   * VppCompatibilityError. Others are checked when they are first used.
   */
  readonly required?: readonly Requirement[] | undefined;
  /** Milliseconds for each call, and for connecting. Default 5000; Infinity for none. */
  readonly timeout?: number | undefined;
  /** Milliseconds to wait for a VPP that doesn't listen yet. Default 0. */
  readonly wait?: number | undefined;
  /** Gives up connecting. It has no effect later. */
  readonly signal?: AbortSignal | undefined;
  /** Connect again when the link is lost. Default true. */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
  /** Let all messages through that can kill VPP; a single call may say so too. Default false. */
  readonly unsafe?: boolean | undefined;
  /**
   * Milliseconds of silence after which VPP is pinged; when nothing at all comes for ten times as long, the link
   * counts as lost. Time in which the program itself is busy and reads nothing isn't silence. Default: never, a slow
   * VPP is not a dead one.
   */
  readonly keepalive?: number | undefined;
  /**
   * Milliseconds after a write for which the event loop looks for the answer instead of sleeping, while up to 16 calls
   * are in flight and as far as that is found to be quicker. Default 0.05: calls one at a time take half as long. 0 spares
   * the processor.
   */
  readonly busyPoll?: number | undefined;
  /** Hears of the connection and of failures; see also `docs/observability.md`. Default: nothing is written. */
  readonly logger?: Logger | undefined;
}

/** Milliseconds and checks are those of each call. */
export interface PipelineOptions extends CallOptions, PipelineRules {
  /** Ends the pipeline, and gives up the calls in flight, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

import type { Source } from "../codec/index.ts";
import { VppConnectionError, VppTimeoutError } from "../errors/index.ts";
import {
  FrameReader,
  goodbyeFrame,
  type Hello,
  helloFrame,
  MAX_HELLO,
  readHello,
  type SessionClient,
  type Settlers,
} from "../protocol/index.ts";
import { openSocket, parseAddress, type Transport } from "../transport/index.ts";
import { withinLimits } from "./deadlines.ts";
import { forgetOnExit, leaveOnExit } from "./process-exit.ts";
import { Traffic, type TrafficOptions } from "./traffic.ts";

/** How long VPP has to answer sockclnt_delete before nobody waits for that any more. */
const LEAVE_LIMIT = 1000;
/** How long after that VPP has to take what it hasn't taken: what Node has to write keeps the process running. */
const LINGER_LIMIT = 10_000;

/** What a link tells its client. */
export interface LinkOwner {
  readonly client: SessionClient;
  /** True while somebody waits for messages that no call asked for. */
  readonly listening: boolean;
  /** The link is over, and every call on it has failed with this error. */
  lost(link: Link, error: VppConnectionError): void;
}

export interface LinkOptions extends TrafficOptions {
  readonly socket: string;
  readonly name: string;
  readonly maxFrame: number;
  readonly signal: AbortSignal | undefined;
}

/** One connection to VPP, from its opening to its end. Ends once and is not used again. */
export class Link {
  readonly #owner: LinkOwner;
  readonly #options: LinkOptions;
  readonly #reader: FrameReader;
  #transport: Transport | null = null;
  #greet: Settlers<Hello> | null = null;
  #hello: Hello | null = null;
  #traffic: Traffic | null = null;
  #ended = false;
  #leaving: Promise<void> | null = null;
  #onGone: (() => void) | null = null;
  #leaveTimer: NodeJS.Timeout | undefined;
  /** Ends the opening of the socket, whoever ends the link. */
  readonly #giveUp = new AbortController();

  constructor(owner: LinkOwner, options: LinkOptions) {
    this.#owner = owner;
    this.#options = options;
    this.#reader = new FrameReader(Math.min(options.maxFrame, MAX_HELLO));
  }

  /** Connects and shakes hands. @throws VppConnectionError, VppTimeoutError, the signal's reason. */
  async open(): Promise<Traffic> {
    const { socket, name, timeout, signal } = this.#options;
    const late = () => new VppTimeoutError("sockclnt_create", timeout, `${socket} gave no answer`);
    const inTime = withinLimits(timeout, late, signal, (reason) => {
      this.leaveNow();
      this.#close(reason, new VppConnectionError("closed", "connecting was given up"));
    });
    // Before there is a socket: VPP's answer may come before this function goes on.
    const greeting = new Promise<Hello>((resolve, reject) => {
      this.#greet = { resolve, reject };
    });
    greeting.catch(() => {}); // Where the socket can't be opened nobody waits for it.
    try {
      await openSocket(
        parseAddress(socket),
        {
          opened: (transport) => {
            this.#transport = transport;
          },
          data: (buffer, size) => this.#data(buffer, size),
          drain: () => this.#traffic?.drained(),
          closed: (cause) => this.#closed(cause),
        },
        helloFrame(name, 0),
        this.#giveUp.signal,
      );
      const hello = await greeting;
      const transport = this.#transport!;
      await transport.atThreadEnd(goodbyeFrame(hello.clientIndex, 0));
      if (this.#ended) throw this.#giveUp.signal.reason;
      this.#traffic = this.#trafficOn(transport, hello);
      return this.#traffic;
    } finally {
      inTime();
    }
  }

  #trafficOn(transport: Transport, hello: Hello): Traffic {
    const link = this;
    return new Traffic(hello, transport, this.#reader, this.#options, {
      client: this.#owner.client,
      get listening() {
        return link.#owner.listening || link.#onGone !== null;
      },
      left: () => this.#left(),
      failed: (error) => this.#failed(error),
    });
  }

  /**
   * Says goodbye and closes. Calls in flight fail with `error`. Settles when the socket is closed, or VPP doesn't answer,
   * for everyone who asks: a client that is closed leaves a link whose own maker leaves it too.
   */
  leave(error: VppConnectionError): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return this.#leaving ?? this.#leave(error);
  }

  #leave(error: VppConnectionError): Promise<void> {
    const session = this.#traffic?.session ?? null;
    session?.outbox.requireWhole();
    const leaving = new Promise<void>((resolve) => {
      this.#onGone = resolve;
    });
    // Before the session ends: whoever hears that a call has failed may leave as well.
    this.#leaving = leaving;
    session?.end(error);
    if (this.#hello === null) {
      this.#close(error, error);
      return leaving;
    }
    const goodbye = goodbyeFrame(this.#hello.clientIndex, 0);
    void this.#transport?.atThreadEnd(null);
    if (this.#traffic === null) this.#transport?.write(goodbye, () => {});
    else this.#traffic.goodbye(goodbye);
    this.#leaveTimer = setTimeout(() => this.#linger(error), LEAVE_LIMIT);
    return leaving;
  }

  /**
   * VPP hasn't answered the goodbye. Where it hasn't even taken it the connection stays for a while, though nobody waits
   * for that: one that ends inside a request can have VPP spin (docs/safety.md).
   */
  #linger(error: VppConnectionError): void {
    if (this.#traffic === null || this.#traffic.silent) {
      this.#close(error, error);
      return;
    }
    this.#transport?.hold(false);
    this.#leaveTimer = setTimeout(() => this.#close(error, error), LINGER_LIMIT).unref();
    this.#onGone?.();
  }

  /**
   * Says goodbye without waiting for the answer, behind the request that is being written. Waits for room in the socket
   * until the time `until` at most. False where that was impossible or isn't needed.
   */
  leaveNow(until = 0): boolean {
    const [hello, transport, traffic] = [this.#hello, this.#transport, this.#traffic];
    if (this.#ended || hello === null || transport === null) return false;
    // A second goodbye might be one for whoever has this client's place by then.
    if (this.#leaving !== null && (traffic === null || traffic.silent)) return true;
    const goodbye = goodbyeFrame(hello.clientIndex, 0);
    return transport.writeNow(traffic === null ? goodbye : Buffer.concat([traffic.cut(), goodbye]), until);
  }

  /** Gives the link up at once: the goodbye is between it and VPP. */
  giveUp(error: VppConnectionError): void {
    if (this.#ended || this.#leaving !== null) return;
    void this.#leave(error);
    this.#owner.lost(this, error);
  }

  #data(buffer: Buffer, size: number): void {
    if (this.#ended) return;
    if (this.#greet === null) {
      this.#traffic?.data(buffer, size);
      return;
    }
    try {
      this.#reader.read(buffer, this.#greeter, size, performance.now());
    } catch (error) {
      this.#failed(error);
    }
  }

  readonly #greeter = {
    ended: false,
    frame: (source: Source): void => this.#greeted(readHello(source)),
  };

  #greeted(hello: Hello): void {
    this.#reader.max = this.#options.maxFrame;
    // At once: whoever ends the link from now on has to say goodbye.
    this.#hello = hello;
    leaveOnExit(this);
    this.#greet?.resolve(hello);
    this.#greet = null;
  }

  #left(): void {
    if (this.#onGone === null) return;
    const error = new VppConnectionError("closed", "the client was closed");
    this.#close(error, error);
  }

  #failed(error: unknown): void {
    this.leaveNow();
    this.#close(error, protocolError(error));
  }

  #closed(cause: Error | null): void {
    const why = cause === null ? "VPP closed the connection" : `the connection broke: ${cause.message}`;
    const error = new VppConnectionError("lost", why, cause === null ? {} : { cause });
    this.#close(error, error);
  }

  /** The one way out. `greeting` goes to whoever waits for the handshake, `error` to the calls and the owner. */
  #close(greeting: unknown, error: VppConnectionError): void {
    if (this.#ended) return;
    this.#ended = true;
    forgetOnExit(this);
    this.#traffic?.stop();
    clearTimeout(this.#leaveTimer);
    this.#giveUp.abort(greeting);
    this.#transport?.destroy();
    this.#greet?.reject(greeting);
    this.#greet = null;
    const session = this.#traffic?.session ?? null;
    session?.end(error);
    const gone = this.#onGone;
    if (gone !== null) gone();
    else if (session !== null) this.#owner.lost(this, error);
  }
}

function protocolError(error: unknown): VppConnectionError {
  if (error instanceof VppConnectionError) return error;
  return new VppConnectionError("protocol", "VPP's bytes can't be read", { cause: error });
}

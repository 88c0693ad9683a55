import { SCM_RIGHTS, SOL_SOCKET } from "./constants.ts";
import type { Libc } from "./libc.ts";

// Linux, 64 bit: <bits/socket.h>. musl declares msg_iovlen and cmsg_len narrower, with padding that must be zero:
// the same bytes.
const MSGHDR_SIZE = 56;
const CMSG_HEADER = 16;
/** SCM_MAX_FD: what one message can carry; room for all, so that no stray descriptor leaks. */
const MAX_DESCRIPTORS = 253;

/** A `struct msghdr` with one byte of data and room for descriptors. The buffers stay at their address. */
export class Message {
  readonly header: Uint8Array;
  readonly #headerView: DataView;
  readonly #vector: ArrayBuffer = new ArrayBuffer(16);
  readonly #data: ArrayBuffer = new ArrayBuffer(64);
  readonly #control: ArrayBuffer = new ArrayBuffer(CMSG_HEADER + 4 * MAX_DESCRIPTORS + 4);

  constructor(libc: Libc, dataLength: number) {
    const header = new ArrayBuffer(MSGHDR_SIZE);
    this.header = new Uint8Array(header);
    this.#headerView = new DataView(header);
    const vector = new DataView(this.#vector);
    vector.setBigUint64(0, libc.addressOf(this.#data), true);
    vector.setBigUint64(8, BigInt(dataLength), true);
    this.#headerView.setBigUint64(16, libc.addressOf(this.#vector), true);
    this.#headerView.setBigUint64(24, 1n, true);
    this.#headerView.setBigUint64(32, libc.addressOf(this.#control), true);
    this.#headerView.setBigUint64(40, BigInt(this.#control.byteLength), true);
  }

  /** Puts descriptors into the control data, for sendmsg. */
  setDescriptors(descriptors: readonly number[]): void {
    const control = new DataView(this.#control);
    const length = CMSG_HEADER + 4 * descriptors.length;
    control.setBigUint64(0, BigInt(length), true);
    control.setInt32(8, SOL_SOCKET, true);
    control.setInt32(12, SCM_RIGHTS, true);
    descriptors.forEach((fd, i) => {
      control.setInt32(CMSG_HEADER + 4 * i, fd, true);
    });
    this.#headerView.setBigUint64(40, BigInt((length + 7) & ~7), true);
  }

  /** Descriptors that recvmsg put into the control data; they belong to the caller from now on. */
  descriptors(): number[] {
    const control = new DataView(this.#control);
    const end = Math.min(Number(this.#headerView.getBigUint64(40, true)), this.#control.byteLength);
    const found: number[] = [];
    for (let at = 0; at + CMSG_HEADER <= end; ) {
      const length = Number(control.getBigUint64(at, true));
      if (length < CMSG_HEADER || at + length > end) break;
      if (control.getInt32(at + 8, true) === SOL_SOCKET && control.getInt32(at + 12, true) === SCM_RIGHTS) {
        for (let i = at + CMSG_HEADER; i + 4 <= at + length; i += 4) found.push(control.getInt32(i, true));
      }
      at += (length + 7) & ~7;
    }
    return found;
  }
}

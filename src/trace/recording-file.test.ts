import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { RecordingReader, type TraceRecord } from "../recording/index.ts";
import { RecordingFile, type RecordingTarget } from "./recording-file.ts";

/** A disk with so much room; what doesn't fit is written in part. */
class Disk implements RecordingTarget {
  bytes: Buffer = Buffer.alloc(0);
  closed = 0;
  room: number;
  hold: Promise<void> | null = null;

  constructor(room: number) {
    this.room = room;
  }

  async write(bytes: Buffer): Promise<void> {
    await this.hold;
    const fits = bytes.subarray(0, this.room - this.bytes.length);
    this.bytes = Buffer.concat([this.bytes, fits]);
    if (fits.length < bytes.length) throw new Error("ENOSPC: no space left on device, write");
  }

  async truncate(size: number): Promise<void> {
    this.bytes = this.bytes.subarray(0, size);
  }

  async close(): Promise<void> {
    this.closed++;
  }

  get records(): TraceRecord[] {
    const records: TraceRecord[] = [];
    const reader = new RecordingReader((record) => records.push(record));
    reader.push(this.bytes);
    assert.deepEqual(reader.finish(), { kind: "whole" });
    return records;
  }
}

const START = 5_000_000;
const PAYLOAD = Buffer.alloc(1000, 1);

describe("RecordingFile", () => {
  it("writes everything in its order, and ends it", async () => {
    const disk = new Disk(1e9);
    const failures: Error[] = [];
    const file = new RecordingFile(disk, START, (error) => failures.push(error));
    file.open(1, START + 1);
    for (let i = 0; i < 300; i++) file.frame(1, i % 2 === 0 ? "client" : "vpp", PAYLOAD, START + 2 + i);
    file.close(1, START + 400, "client", "");
    await file.end(START + 500);
    assert.deepEqual([failures, disk.closed, file.messages], [[], 1, 300]);
    const { records } = disk;
    assert.equal(records.length, 304);
    assert.deepEqual(records[0], {
      kind: "header",
      format: "vpp-ts",
      start: START,
      table: null,
      wrapped: false,
    });
    assert.deepEqual(records.at(-1), { kind: "end", time: 500 });
    // Nothing more is taken.
    file.frame(1, "client", PAYLOAD, START + 600);
    await file.end(START + 700);
    assert.equal(disk.closed, 1);
  });

  it("ends on a full disk with what is whole, says so once, and lets the rest go by", async () => {
    const disk = new Disk(100_000);
    const failures: Error[] = [];
    const file = new RecordingFile(disk, START, (error) => failures.push(error));
    for (let batch = 0; batch < 10; batch++) {
      for (let i = 0; i < 30; i++) file.frame(1, "client", PAYLOAD, START + i);
      await sleep(30);
    }
    await file.end(START + 500);
    assert.match(String(failures), /^Error: ENOSPC: no space left on device, write$/);
    assert.equal(disk.closed, 1);
    const { records } = disk;
    assert.ok(records.length > 60 && records.length < 100, `${records.length} records`);
    assert.ok(records.every(({ kind }) => kind === "frame" || kind === "header"));
  });

  it("counts what a disk that is too slow can't take", async () => {
    const disk = new Disk(1e9);
    let release = (): void => {};
    disk.hold = new Promise((resolve) => {
      release = resolve;
    });
    const file = new RecordingFile(disk, START, assert.fail);
    const big = Buffer.alloc(1 << 20, 2);
    for (let i = 0; i < 80; i++) file.frame(1, "vpp", big, START + i);
    assert.ok(file.messages < 70);
    release();
    await sleep(50);
    file.frame(1, "client", PAYLOAD, START + 100);
    await file.end(START + 101);
    const lost = disk.records.filter((record) => record.kind === "lost");
    assert.deepEqual(lost, [{ kind: "lost", time: 100, messages: 81 - file.messages }]);
  });
});

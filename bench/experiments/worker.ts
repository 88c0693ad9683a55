// Decoding in a worker: what the main thread pays to be handed records that were decoded elsewhere, against decoding.
//   npx tsc -p bench/tsconfig.json && VPP_BIN=… node build/bench/bench/experiments/worker.js API_DIR
import { isMainThread, MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { codecsOf, type Fields, Source, Writer } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { SAMPLES } from "../micro/messages.ts";

const BATCH = 500;
const BATCHES = 400;

if (!isMainThread) throw new Error("to be run as it is");
const message = codecsOf(loadDefinitions(process.argv[2] ?? "/usr/share/vpp/api")).message(
  "ip_route_details",
)!;
const w = new Writer(1 << 18);
message.encode(w, SAMPLES.ip_route_details!.fields, 1, 2, 3);
const source = new Source(w.take());

function decodeBatch(): Fields[] {
  return Array.from({ length: BATCH }, () => message.decode(source));
}

function nanoseconds(body: () => void): string {
  for (let i = 0; i < BATCHES / 4; i++) body();
  const begin = process.cpuUsage();
  for (let i = 0; i < BATCHES; i++) body();
  const { user, system } = process.cpuUsage(begin);
  return `${(((user + system) * 1e3) / BATCHES / BATCH).toFixed(0)} ns a route`;
}

const { port1, port2 } = new MessageChannel();
const batch = decodeBatch();
console.log(`decoded here            ${nanoseconds(() => void decodeBatch())}`);
console.log(`sent (in the worker)    ${nanoseconds(() => port1.postMessage(batch))}`);
while (receiveMessageOnPort(port2) !== undefined);
const queue = (count: number) => {
  for (let i = 0; i < count; i++) port1.postMessage(batch);
};
queue(BATCHES + BATCHES / 4);
console.log(`taken (on the main)     ${nanoseconds(() => void receiveMessageOnPort(port2))}`);
port1.close();

// A worker that makes and deletes loopbacks through VPP's CLI socket until told to stop: another client that changes the
// stats segment's structure while a test reads it. workerData: { socket, count }. Posts the number of rounds at the end.
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { socket, count } = workerData;
const FIRST = 1000;
const client = connect(socket);
let stopped = false;
let rounds = 0;
let waiting = { text: "", done: () => {} };
let output = "";

client.setEncoding("latin1");
client.on("data", (data) => {
  // Keeps the end only: the marker may come in two pieces.
  output = (output + data).slice(-4096);
  if (output.includes(waiting.text)) waiting.done();
});
parentPort.on("message", () => {
  stopped = true;
});

// VPP takes one line at a time and answers; the reply to an unknown word marks the end of a batch.
function run(lines, marker) {
  output = "";
  return new Promise((resolve) => {
    waiting = { text: `unknown input \`${marker}'`, done: resolve };
    client.write(`${[...lines, marker].join("\n")}\n`);
  });
}

await new Promise((resolve) => client.on("connect", resolve));
parentPort.postMessage("started");
while (!stopped) {
  const instances = Array.from({ length: count }, (_, i) => FIRST + i);
  await run(
    instances.map((n) => `create loopback interface instance ${n}`),
    `up${rounds}`,
  );
  await run(
    instances.map((n) => `delete loopback interface intfc loop${n}`),
    `down${rounds}`,
  );
  rounds++;
}
client.destroy();
parentPort.postMessage(rounds);
parentPort.close();

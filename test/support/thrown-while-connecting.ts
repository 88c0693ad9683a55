// node thrown-while-connecting.ts SOCKET: connects while something else in the program throws, and goes on.
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { connect } from "../../src/index.ts";

const [, , socket = ""] = process.argv;

process.on("uncaughtException", () => {});

// Behind the connection and before any promise reaction, which Node puts off at each exception until it has looked at
// its sockets again. The first takes long enough for the answer to the greeting to be there by then.
subscribe("net.client.socket", (message) => {
  (message as { socket: Socket }).socket.once("connect", () => {
    const end = performance.now() + 100;
    for (let i = 0; i < 5; i++) {
      process.nextTick(() => {
        while (performance.now() < end);
        throw new Error("something else");
      });
    }
  });
});

const vpp = await connect({ socket, timeout: 1000 });
console.log(Number((await vpp.call("show_version")).retval));
await vpp.close();

// node thrown-elsewhere.ts SOCKET HOW: works with VPP while something else in the program throws, and goes on.
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { connect } from "../../src/index.ts";

const [, , socket = "", how = ""] = process.argv;

// Each has Node put off promise reactions until it has looked at its sockets again.
process.on("uncaughtException", () => {});

/** Behind the connection, and before any promise reaction; the answer to the greeting is there meanwhile. */
function throwWhileConnecting(): void {
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
}

function throwAtAnswers(): void {
  subscribe("vpp-ts:reply", () => {
    process.nextTick(() => {
      throw new Error("something else");
    });
  });
}

if (how === "connecting") throwWhileConnecting();
else throwAtAnswers();

const vpp = await connect({ socket, timeout: 5000 });
const indexes = Array.from({ length: 3000 }, (_, i) => i);
const right = await Promise.all(
  indexes.map(async (value) => {
    const { retval, f64_value } = await vpp.call("get_f64_increment_by_one", { f64_value: value });
    return retval === 0 && f64_value === value + 1;
  }),
);
console.log(right.filter(Boolean).length);
await vpp.close();

// A client that ends its process in the way it is told, with calls in flight. Started by tests.
import { connect } from "../../src/index.ts";

const [, , socket = "", how = "", fake] = process.argv;
const vpp = await connect(
  fake === undefined ? { socket } : { socket, definitions: (await import("../fault/definitions.ts")).schema },
);
const busy = (): void => {
  vpp.call("control_ping").then(busy, () => {});
};
if (how === "return") {
  await vpp.call("control_ping");
  process.stdout.write("ready\n");
} else {
  for (let i = 0; i < 100; i++) busy();
  await vpp.call("control_ping");
  process.stdout.write("ready\n");
  if (how === "exit") setTimeout(() => process.exit(3), 50);
  if (how === "throw") {
    setTimeout(() => {
      throw new Error("as told");
    }, 50);
  }
}

// The bindings of the messages that a session itself needs are generated and checked in
// (`npm run bootstrap`); `--check` fails when they are not what the generator makes of their definitions now.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generate } from "../src/codegen/index.ts";
import { bootstrapDefinitions } from "../src/protocol/bootstrap.ts";
import { linkSchema } from "../src/schema/index.ts";

const NEEDED = /^(control_ping|get_api_json)(_reply)?$/;
const FOLDER = new URL("../src/protocol/generated/", import.meta.url);

const files = bootstrapDefinitions().map((file) => ({
  ...file,
  types: [],
  messages: file.messages.filter(({ name }) => NEEDED.test(name)),
  services: file.services.filter(({ caller }) => NEEDED.test(caller)),
}));
const options = { runtime: "../../codec/runtime/index.ts", extension: ".ts" } as const;
const text = generate(linkSchema(files), options).get("memclnt.ts") as string;
const path = fileURLToPath(new URL("memclnt.ts", FOLDER));
if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== text) {
    console.error(`${path} is not what the generator makes: run npm run bootstrap`);
    process.exit(1);
  }
} else {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, text);
}

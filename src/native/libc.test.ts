import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { loadLibc } from "./libc.ts";

const { platform, arch } = process;
const skip =
  platform === "linux" && arch === "x64" ? false : `koffi's parts are elsewhere on ${platform} ${arch}`;

describe("loadLibc", { skip }, () => {
  it("loads koffi's native part alone, which takes a third of the time", async () => {
    const libc = await loadLibc();
    assert.equal(typeof libc.socket, "function");
    assert.equal(libc.socket, libc.socket);
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    assert.ok(loaded.some((path) => path.endsWith("koffi.node")));
    assert.ok(!loaded.some((path) => /koffi[^/]*\/(?:src\/koffi\/)?index\.c?js$/.test(path)));
  });
});

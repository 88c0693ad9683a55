import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { cacheFolder, FileCache } from "./cache.ts";

const root = mkdtempSync(join(tmpdir(), "vpp-ts-cache-"));
after(() => rmSync(root, { recursive: true, force: true }));

const key = (n: number): string => n.toString(16).padStart(64, "0");
const fileOf = (folder: string, n: number): string => join(folder, `${key(n)}.definitions`);

describe("the cache's folder", () => {
  it("is XDG's, else the one under the home folder", () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x", HOME: "/h" }), "/x/vpp-ts");
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "x", HOME: "/h" }), "/h/.cache/vpp-ts");
    assert.equal(cacheFolder({ HOME: "/h" }), "/h/.cache/vpp-ts");
    assert.equal(cacheFolder({ HOME: "h" }), null);
  });
});

describe("definitions in files", () => {
  it("are given back as they were written, and nobody else may read them", async () => {
    const folder = join(root, "deep", "plain");
    const cache = new FileCache(folder);
    assert.equal(await cache.read(key(1)), null);
    assert.equal(await cache.newest(), null);
    await cache.write(key(1), '["ü\n"]');
    assert.equal(await cache.read(key(1)), '["ü\n"]');
    assert.equal(await cache.read(key(2)), null);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(fileOf(folder, 1)).mode & 0o777, 0o600);
    rmSync(folder, { recursive: true });
    assert.equal(await cache.read(key(1)), null);
    await cache.write(key(1), "again");
    assert.equal(await cache.read(key(1)), "again");
  });

  it("are passed over when they aren't as they were written, and replaced", async () => {
    const folder = join(root, "corrupt");
    const cache = new FileCache(folder);
    await cache.write(key(1), "[1,2,3]");
    const whole = readFileSync(fileOf(folder, 1), "utf8");
    const spoilt = [whole.slice(0, -1), whole.replace("2", "4"), `${whole} `, "[1,2,3]", "", "\n"];
    for (const text of spoilt) {
      writeFileSync(fileOf(folder, 1), text);
      assert.equal(await cache.read(key(1)), null, JSON.stringify(text));
    }
    await cache.write(key(1), "[1,2,3]");
    assert.equal(readFileSync(fileOf(folder, 1), "utf8"), whole);
    rmSync(fileOf(folder, 1));
    mkdirSync(fileOf(folder, 1));
    assert.equal(await cache.read(key(1)), null);
    await assert.rejects(cache.write(key(1), "x"), { syscall: "rename" });
    assert.deepEqual(readdirSync(folder), [`${key(1)}.definitions`]);
  });

  it("stay 16 at most: those used last; what was never finished goes after an hour", async () => {
    const folder = join(root, "many");
    const cache = new FileCache(folder);
    for (let n = 0; n < 16; n++) {
      await cache.write(key(n), String(n));
      utimesSync(fileOf(folder, n), 1000 + n, 1000 + n);
    }
    assert.equal(await cache.newest(), "15");
    assert.equal(await cache.read(key(0)), "0"); // the oldest, used now
    assert.equal(await cache.newest(), "0");
    for (const [name, age] of [
      [".00112233445566aa.tmp", 3601],
      [".00112233445566bb.tmp", 10],
      ["somebody's.tmp", 3601],
    ] as const) {
      writeFileSync(join(folder, name), "");
      const at = Date.now() / 1000 - age;
      utimesSync(join(folder, name), at, at);
    }
    await cache.write(key(16), "16");
    const left = readdirSync(folder).sort();
    assert.deepEqual(left.filter((name) => name.endsWith(".tmp")).sort(), [
      ".00112233445566bb.tmp",
      "somebody's.tmp",
    ]);
    assert.deepEqual(
      left.filter((name) => !name.endsWith(".tmp")),
      [0, ...Array.from({ length: 15 }, (_, i) => i + 2)].map((n) => `${key(n)}.definitions`),
    );
  });

  it("aren't taken from a folder that others may write to, which becomes one's own by writing", async () => {
    const folder = join(root, "open");
    const cache = new FileCache(folder);
    await cache.write(key(1), "one");
    chmodSync(folder, 0o777);
    assert.equal(await cache.read(key(1)), null);
    assert.equal(await cache.newest(), null);
    await cache.write(key(1), "two");
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(await cache.read(key(1)), "two");
  });

  it("have keys that are no paths", async () => {
    const cache = new FileCache(root);
    await assert.rejects(cache.read("../x"), RangeError);
    await assert.rejects(cache.write("", "x"), RangeError);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { listenerInodes, listensOn } from "./listeners.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "vpp-ts-listeners-")));
after(() => rmSync(folder, { recursive: true }));

const HEAD = "Num       RefCount Protocol Flags    Type St Inode Path";
const line = (path: string, inode: number, type = "0005", flags = "00010000") =>
  `0000000000000000: 00000002 00000000 ${flags} ${type} 01 ${String(inode).padStart(5)} ${path}`;
const list = (...lines: string[]) => [HEAD, ...lines, ""].join("\n");

describe("the list of listeners", () => {
  it("has those of the path, of SOCK_SEQPACKET, that listen", () => {
    const text = list(
      line("/run/a.sock", 11),
      line("/run/a.sock", 12, "0001"),
      line("/run/a.sock", 13, "0005", "00000000"),
      line("/other/run/a.sock", 14),
      line("/run/a.sock", 123456),
      "0000000000000000: 00000003 00000000 00000000 0001 03    15",
    );
    assert.deepEqual([...listenerInodes("/run/a.sock", text)], ["socket:[11]", "socket:[123456]"]);
    assert.equal(listenerInodes("a.sock", text).size, 0);
  });

  it("knows abstract names, names with spaces, names beyond ASCII", () => {
    assert.equal(listenerInodes("abstract:x y", list(line("@x y", 1))).size, 1);
    const bytes = Buffer.from("/run/é y.sock", "utf8").toString("latin1");
    assert.equal(listenerInodes("/run/é y.sock", list(line(bytes, 1))).size, 1);
  });

  it("knows the path by its other name", () => {
    mkdirSync(join(folder, "run"));
    symlinkSync(join(folder, "run"), join(folder, "var-run"));
    writeFileSync(join(folder, "run/a.sock"), "");
    const text = list(line(join(folder, "run/a.sock"), 1));
    assert.equal(listenerInodes(join(folder, "var-run/a.sock"), text).size, 1);
  });

  it("is asked again where it leaves one out, as the kernel's may", () => {
    const whole = list(line("/run/a.sock", 1));
    const answers = [list(), list(), whole];
    assert.equal(
      listensOn("/run/a.sock", () => answers.shift()!),
      true,
    );
    let looks = 0;
    assert.equal(
      listensOn("/run/a.sock", () => {
        looks++;
        return list();
      }),
      false,
    );
    assert.equal(looks, 3);
  });

  it("tells nothing where there is none", () => {
    const none = () => {
      throw new Error("ENOENT");
    };
    assert.equal(listensOn("/run/a.sock", none), false);
  });
});

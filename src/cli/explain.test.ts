import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { VppConnectionError, VppStatsError } from "../errors/index.ts";
import { explain } from "./explain.ts";

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

describe("explain", () => {
  it("says what to do where VPP's socket can't be reached", () => {
    const refused = (code: string): string => {
      const cause = systemError(code, `connect ${code} /run/vpp/api.sock`);
      const text = `cannot connect to /run/vpp/api.sock: ${cause.message}`;
      return explain(new VppConnectionError("refused", text, { cause }));
    };
    assert.equal(
      refused("ENOENT"),
      "cannot connect to /run/vpp/api.sock: no such file or directory. Is VPP running, with socksvr in its " +
        "startup.conf? --socket or VPP_API_SOCKET names another socket",
    );
    assert.equal(
      refused("ECONNREFUSED"),
      "cannot connect to /run/vpp/api.sock: nobody listens there. Is VPP running? --socket or VPP_API_SOCKET " +
        "names another socket",
    );
    assert.match(refused("EACCES"), /^cannot connect to .*: permission denied. Its group may, or root$/);
    assert.equal(refused("EMFILE"), "cannot connect to /run/vpp/api.sock: too many open files");
    const lost = new VppConnectionError("lost", "VPP closed the connection");
    assert.equal(explain(lost), "VPP closed the connection");
  });

  it("says the same of the stats socket, once and not for each way of access", () => {
    const cause = systemError("ENOENT", "connect: ENOENT (/s)");
    const text = "stats segment of /s: map: connect: ENOENT (/s); read: connect: ENOENT (/s); proc: nobody";
    assert.equal(
      explain(new VppStatsError("unavailable", text, { cause })),
      "stats segment of /s: no such file or directory. Is VPP running, with statseg in its startup.conf? " +
        "--socket or VPP_STATS_SOCKET names another socket",
    );
    assert.equal(explain(new VppStatsError("unavailable", text)), text);
  });

  it("says why nobody can listen there", () => {
    const listening = (code: string, address: string): string =>
      explain(Object.assign(systemError(code, `listen ${code} ${address}`), { syscall: "listen", address }));
    assert.equal(
      listening("EACCES", "/no/such/a.sock"),
      "cannot listen on /no/such/a.sock: there is no such folder",
    );
    assert.equal(listening("EACCES", "/tmp/a.sock"), "cannot listen on /tmp/a.sock: permission denied");
    assert.equal(
      listening("EADDRINUSE", "/tmp/a.sock"),
      "cannot listen on /tmp/a.sock: address already in use",
    );
  });

  it("names the file, and what is the matter with it in the system's words", () => {
    const missing = () => {
      try {
        return readFileSync("/no/such/file");
      } catch (error) {
        return explain(error);
      }
    };
    assert.equal(missing(), "/no/such/file: no such file or directory");
  });
});

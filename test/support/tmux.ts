// A real terminal for tests: a tmux server of the test's own, with one window that a command runs in.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { vppTsCommand } from "./program.ts";

/** For the `skip` option of node:test: false where there is tmux, else the reason shown. */
export const skipWithoutTmux: string | false =
  spawnSync("tmux", ["-V"]).status === 0 ? false : "no tmux: terminal tests need it";

/** Milliseconds until something that should be on the screen counts as missing. */
const LIMIT = 30_000;
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

export class Terminal {
  readonly #folder = mkdtempSync(join(tmpdir(), "vpp-ts-tmux-"));

  /** Starts `vpp-ts` in a terminal, and nothing of this process's settings of vpp-ts with it. */
  static vppTs(args: readonly string[], options: TerminalOptions = {}): Terminal {
    return Terminal.run([...vppTsCommand, ...args], options);
  }

  /** The same with any program. */
  static run(
    program: readonly string[],
    { env = {}, columns = 100, rows = 40 }: TerminalOptions = {},
  ): Terminal {
    const terminal = new Terminal();
    const ours = { VPP_API_SOCKET: "", VPP_API_DIR: "", NO_COLOR: "1", VPP_TS_REPL_HISTORY: "" };
    const settings = { ...ours, XDG_CACHE_HOME: terminal.#folder, ...env };
    const command = program.map(quoted).join(" ");
    terminal.#tmux(
      ...["-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", root],
      ...Object.entries(settings).flatMap(([name, value]) => ["-e", `${name}=${value}`]),
      // The window stays for a last look at it; what the status was is part of it.
      // Ctrl-C is for the command alone, as it would be under a shell that people use.
      `trap : INT; ${command}; echo "[status $?]"; exec sleep 600`,
    );
    return terminal;
  }

  /** Types text as it is. */
  type(text: string): void {
    // A semicolon at the end would end tmux's own command.
    this.#tmux("send-keys", "-t", ":0", "-l", "--", text.replace(/;$/, "\\;"));
  }

  /** Presses keys by tmux's names: `Enter`, `Tab`, `C-c`, `Up`. */
  press(...keys: string[]): void {
    this.#tmux("send-keys", "-t", ":0", ...keys);
  }

  /** What is on the screen and above it, without the space at the ends of lines and the empty lines below. */
  screen(): string {
    return this.#tmux("capture-pane", "-t", ":0", "-p", "-J", "-S", "-").trimEnd();
  }

  /** Waits until the screen shows this. @throws with what it shows instead. */
  async shows(wanted: RegExp | string): Promise<string> {
    const limit = Date.now() + LIMIT;
    for (;;) {
      const screen = `${this.screen()}\n`;
      if (typeof wanted === "string" ? screen.includes(wanted) : wanted.test(screen)) return screen;
      if (Date.now() > limit) throw new Error(`${wanted} is not on the screen:\n${screen}`);
      await sleep(30);
    }
  }

  /** Ends the server, and with it what runs in it. */
  end(): void {
    spawnSync("tmux", ["-S", join(this.#folder, "tmux"), "kill-server"]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #tmux(...args: string[]): string {
    const { TMUX: _, ...env } = process.env;
    return execFileSync("tmux", ["-u", "-S", join(this.#folder, "tmux"), ...args], { encoding: "utf8", env });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

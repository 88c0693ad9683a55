import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { installVppTs, vppTs } from "../support/cli.ts";
import { skipWithoutTmux, Terminal } from "../support/tmux.ts";

interface Shell {
  /** Starts it without anybody's settings. */
  readonly program: readonly string[];
  /** What people have in their settings. */
  readonly settings: string;
  /** Escaped by the shell, as words that it would expand are. */
  readonly brackets: string;
}

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: {
    program: ["bash", "--norc", "--noprofile", "-i"],
    settings: "PS1='$ '; source <(vpp-ts completion bash)",
    brackets: "route.paths[0].weight=",
  },
  zsh: {
    program: ["zsh", "-f"],
    settings: "PS1='$ '; autoload -Uz compinit; compinit -D; source <(vpp-ts completion zsh)",
    brackets: "route.paths\\[0\\].weight=",
  },
  fish: {
    program: ["fish", "--private", "--no-config"],
    settings: "function fish_prompt; echo '$ '; end; vpp-ts completion fish | source",
    brackets: "route.paths\\[0\\].weight=",
  },
};

const skipWithout = (shell: string): string | false =>
  spawnSync(shell, ["--version"]).status === 0 ? skipWithoutTmux : `no ${shell}`;

describe("completion in a shell", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-shells-"));
  const bin = installVppTs(folder);
  const env = {
    XDG_CACHE_HOME: join(folder, "cache"),
    HOME: folder,
  };
  // tmux gives its own PATH to what it starts, whatever it is told.
  const path = `PATH=${bin}:${process.env.PATH}`;
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    await using sim = await Simulator.start();
    const { status } = await vppTs(["call", "show_version", "--socket", sim.socket], {
      env: { ...env, VPP_API_DIR: "" },
    });
    assert.equal(status, 0);
  });

  for (const [name, { program, settings, brackets }] of Object.entries(SHELLS)) {
    it(`${name}: commands, messages, fields, enumerators, files`, { skip: skipWithout(name) }, async () => {
      using terminal = Terminal.run(["env", path, ...program], { env, columns: 150 });
      terminal.type(`${settings}; echo settings read`);
      terminal.press("Enter");
      await terminal.shows(/^settings read$/m);
      /** Types, presses Tab, waits until the rest is there, and gives the line up. */
      const completes = async (typed: string, rest: string, line = typed + rest): Promise<void> => {
        terminal.type(typed);
        // It is there before it is completed: a shell that still reads takes Tab for a character.
        await terminal.shows(`$ ${typed}`);
        terminal.press("Tab");
        await terminal.shows(`$ ${line}`);
        terminal.press("C-c");
        await terminal.shows(/^\$$/m);
        terminal.press("C-l");
      };
      await completes("vpp-ts compl", "etion");
      await completes("vpp-ts call sw_interface_set_f", "lags");
      await completes("vpp-ts call sw_interface_set_flags fl", "ags=");
      await completes("vpp-ts call sw_interface_set_flags flags=IF_STATUS_API_FLAG_A", "DMIN_UP");
      const route = "vpp-ts call ip_route_add_del ";
      await completes(`${route}route.paths[0].we`, "ight=", route + brackets);
      await completes("vpp-ts call --columns=x --yam", "l");
      await completes(`vpp-ts call show_version -f ${folder}/bi`, "n/");
    });
  }
});

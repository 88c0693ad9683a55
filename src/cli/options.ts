import { Option } from "commander";

/** `--api DIR`, as often as wanted. */
export function apiOption(otherwise: string): Option {
  return new Option(
    "--api <dir>",
    `folder or file of API definitions, *.api.json or *.api; repeatable (default: ${otherwise})`,
  ).argParser(collect);
}

/** Gathers the values of an option that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export const INSTALLED_API = "$VPP_API_DIR, else /usr/share/vpp/api";

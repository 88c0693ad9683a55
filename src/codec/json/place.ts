import { VppEncodeError } from "../../errors/index.ts";

/** Where in a message the walk is, so that an error can say so. Nothing is put together until there is one. */
export class Place {
  readonly messageName: string;
  readonly #steps: (string | number)[] = [];

  constructor(messageName: string) {
    this.messageName = messageName;
  }

  enter(step: string | number): void {
    this.#steps.push(step);
  }

  leave(): void {
    this.#steps.pop();
  }

  /** @throws VppEncodeError at this place, always. */
  fail(text: string, value: unknown): never {
    throw new VppEncodeError(this.messageName, formatPath(this.#steps), text, value);
  }

  /** @throws VppEncodeError `expected …, got …`, always. */
  expected(what: string, value: unknown, hint = ""): never {
    this.fail(`expected ${what}, got ${describe(value)}${hint}`, value);
  }
}

/** `route.paths[0].weight` */
function formatPath(steps: readonly (string | number)[]): string {
  let path = "";
  for (const step of steps) {
    if (typeof step === "number") path += `[${step}]`;
    else path += path === "" ? step : `.${step}`;
  }
  return path;
}

/** Characters of a value that an error shows. */
const MAX_SHOWN = 60;

function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > MAX_SHOWN ? `${quote(value.slice(0, MAX_SHOWN))}…` : quote(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? "an array" : "an object";
    case "number":
    case "boolean":
    case "bigint":
    case "undefined":
      return String(value).slice(0, MAX_SHOWN);
    default:
      return `a ${typeof value}`;
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

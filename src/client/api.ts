import { didYouMean, type Fields } from "../codec/index.ts";
import { VppStateError } from "../errors/index.ts";
import { INSPECT } from "../errors/inspect.ts";
import type { CallOptions, Reply, Stream } from "../protocol/index.ts";
import type { CommonRequest } from "./common.ts";

/**
 * What a method gives where no generated types say which kind of exchange it is. Awaiting gives a request's
 * reply, or a dump's messages as an array; iterating gives a dump's messages, or the one reply.
 */
export type UntypedResult = Reply<Fields>;
export type UntypedMethod = (fields?: Fields, options?: CallOptions) => UntypedResult;
/** Of a request that many messages answer: awaiting gives them as an array. */
export type UntypedDump = (fields?: Fields, options?: CallOptions) => Stream;
/** All that is called so is a dump, or streams as one does, in every release from 20.01 to 26.06. */
type DumpName = `${string}_dump`;
type CommonMethods = {
  readonly [K in CommonRequest]: K extends DumpName | "ip_path_mtu_get" ? UntypedDump : UntypedMethod;
};
/** Every request of the definitions in use, by its name. */
export interface UntypedApi extends CommonMethods {
  readonly [name: DumpName]: UntypedDump;
  readonly [name: string]: UntypedMethod;
}

/** A method of either kind, which only its caller knows. */
export type AnyMethod = (fields?: Fields, options?: CallOptions) => UntypedResult | Stream;

/** What mostly is the matter with a name that nothing comes near to. */
const UNLOADED = "; a plugin's are there where VPP has loaded it";

/** Names that the language and its tools ask any object for. */
const ASKED = new Set([
  "then",
  "toJSON",
  "inspect",
  "constructor",
  "asymmetricMatch",
  "nodeType",
  "$$typeof",
]);

/**
 * An object with a method for each request. A method is made when first used and stays; a name that is no
 * request fails with what was probably meant.
 */
export function makeApi(names: readonly string[], methodOf: (name: string) => AnyMethod): object {
  const missing = new Proxy(Object.create(null), {
    get: (_target, name) => {
      if (typeof name === "symbol" || ASKED.has(name)) return undefined;
      throw new VppStateError(`${name}: no request of this name${didYouMean(name, names) || UNLOADED}`);
    },
  });
  const api: object = Object.create(missing);
  // Node asks what it prints for properties of URLs, which would be taken for requests.
  Object.defineProperty(api, INSPECT, { value: () => `Api { ${names.length} requests }` });
  for (const name of names) {
    Object.defineProperty(api, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const method = methodOf(name);
        Object.defineProperty(method, "name", { value: name });
        Object.defineProperty(api, name, { configurable: true, enumerable: true, value: method });
        return method;
      },
    });
  }
  return api;
}

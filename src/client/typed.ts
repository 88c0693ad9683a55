import type {
  ApiDefinition,
  DumpDescriptor,
  EventDescriptor,
  Fields,
  GetDescriptor,
  OnewayDescriptor,
  RequestDescriptor,
} from "../codec/index.ts";
import type { CallOptions, Stream } from "../protocol/index.ts";

/** What each event carries, where no generated types tell. */
export type UntypedEvents = Record<string, Fields>;

/** The fields may be left out where every one of them may. */
export type CallArguments<In> =
  Record<never, never> extends In
    ? [fields?: In, options?: CallOptions]
    : [fields: In, options?: CallOptions];

/** The method of one exchange; what isn't generated stays as it is. */
export type MethodOf<D> =
  D extends RequestDescriptor<infer In, infer Out>
    ? (...rest: CallArguments<In>) => Promise<Out>
    : D extends DumpDescriptor<infer In, infer Out>
      ? (...rest: CallArguments<In>) => Stream<Out>
      : D extends GetDescriptor<infer In, infer Out, infer End>
        ? (...rest: CallArguments<In>) => Stream<Out, End>
        : D extends OnewayDescriptor<infer In>
          ? (...rest: CallArguments<In>) => Promise<void>
          : D;

/** The methods of an API: one for each exchange, none for its events. */
export type MethodsOf<Api> = {
  readonly [K in keyof Api as Api[K] extends { readonly kind: "event" } ? never : K]: MethodOf<Api[K]>;
};

/** The events of an API and what they carry. */
export type EventsOf<Api> = string extends keyof Api
  ? UntypedEvents
  : { readonly [K in keyof Api as Api[K] extends { readonly kind: "event" } ? K : never]: EventOf<Api[K]> };

type EventOf<D> = D extends EventDescriptor<infer Out> ? Out : never;

/** The API that definitions make up together. */
export type ApiOf<D extends readonly ApiDefinition[]> = Intersection<MembersOf<D[number]>>;

type MembersOf<D> = D extends ApiDefinition<infer Api> ? Api : never;

type Intersection<U> = (U extends object ? (each: U) => void : never) extends (all: infer I) => void
  ? I & object
  : never;

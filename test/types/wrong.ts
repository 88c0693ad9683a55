// Wrong uses of generated bindings: each must fail to compile, else `@ts-expect-error` itself is an error.
import type { Vpp } from "../../src/index.ts";
import { connect } from "../../src/index.ts";
import {
  type Api,
  type KitDetails,
  kitApi,
  kitDetails,
  kitDump,
  kitEvent,
  kitSetShape,
  makeKit,
  object_,
  type ShapeInput,
} from "./bindings/index.ts";

export async function requests(vpp: Vpp): Promise<void> {
  // @ts-expect-error unknown field
  await vpp.call(makeKit, { colour: "COLOR_RED" });
  // @ts-expect-error a message without fields has none
  await vpp.call(object_, { x: 1 });
  // @ts-expect-error missing field: an interface must be named
  await vpp.call(kitSetShape, {});
  // @ts-expect-error missing fields
  await vpp.call(kitSetShape);
  // @ts-expect-error string for number
  await vpp.call(kitSetShape, { sw_if_index: "1" });
  // @ts-expect-error number for string
  await vpp.call(makeKit, { mac_address: 5 });
  // @ts-expect-error no member of this name
  await vpp.call(makeKit, { color: "COLOR_PINK" });
  // @ts-expect-error no member of this value
  await vpp.call(makeKit, { color: 7 });
  // @ts-expect-error a set of names is for flags
  await vpp.call(makeKit, { color: ["COLOR_RED"] });
  // @ts-expect-error unknown field, deep inside
  await vpp.call(makeKit, { items: [{ wait: 1 }] });
  // @ts-expect-error the count follows from the array
  await vpp.call(makeKit, { n_items: 0 });
  // @ts-expect-error the session's business
  await vpp.call(makeKit, { client_index: 0 });
  // @ts-expect-error undefined is no value where there must be one
  await vpp.call(kitSetShape, { sw_if_index: undefined });
}

export const arms: readonly ShapeInput[] = [
  // @ts-expect-error no such arm
  { data: { triangle: {} } },
  // @ts-expect-error no arm
  { kind: "SHAPE_CIRCLE", data: { circle: undefined } },
  // @ts-expect-error two arms
  { data: { circle: { radius: 1 }, square: { side: 1 } } },
  // @ts-expect-error the discriminator selects another arm
  { kind: "SHAPE_CIRCLE", data: { square: { side: 1 } } },
  // @ts-expect-error string for number, inside the arm
  { data: { circle: { radius: "1" } } },
];

export async function kinds(vpp: Vpp): Promise<void> {
  // @ts-expect-error a dump is no request
  await vpp.call(kitDump, {});
  // @ts-expect-error a request is no dump
  vpp.dump(makeKit, {});
  // @ts-expect-error an event can't be called
  await vpp.call(kitEvent, {});
  // @ts-expect-error details are no event
  vpp.events(kitDetails);
  // @ts-expect-error a request is no event
  vpp.events(makeKit);
}

export async function definitions(): Promise<void> {
  await using vpp = await connect({ definitions: [kitApi] });
  // @ts-expect-error no such method
  await vpp.api.make_kid();
  // @ts-expect-error an event is no method
  vpp.api.kit_event();
  // @ts-expect-error no such event
  vpp.events("kit_details");
  // @ts-expect-error missing field
  await vpp.api.kit_set_shape({});
  // @ts-expect-error no such field in the reply
  (await vpp.api.make_kit()).sw_if;
  // @ts-expect-error no such definitions
  await connect({ definitions: [makeKit] });
}

export async function typesOnly(): Promise<void> {
  await using vpp = await connect<Api>();
  // @ts-expect-error string for number
  await vpp.api.kit_dump({ sw_if_index: "local0" });
  // @ts-expect-error no such event
  vpp.on("kit_events", () => {});
}

export function shapes({ shape }: KitDetails): number {
  // @ts-expect-error not known yet which arm there is
  return shape.data.circle.radius;
}

export async function pipelines(vpp: Vpp): Promise<void> {
  // @ts-expect-error no such field
  await vpp.pipeline(makeKit, [{ colour: 1 }]);
  // @ts-expect-error a dump is no request
  await vpp.pipeline(kitDump, [{}]);
}

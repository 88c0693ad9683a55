// Right uses of generated bindings: that this compiles is the test (`npm run typecheck`).
import type { EventStream, Stream, Vpp } from "../../src/index.ts";
import { connect } from "../../src/index.ts";
import {
  type Api,
  Color,
  type ItemInput,
  type KitDetails,
  kitApi,
  kitDump,
  kitEvent,
  kitItemsGet,
  kitSetShape,
  type MakeKit,
  makeKit,
  object_,
  Rights,
  type Shape,
} from "./bindings/index.ts";

/** Fails to compile where the two types aren't the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

export async function definitions(): Promise<void> {
  await using vpp = await connect({ definitions: [kitApi], required: [kitApi, makeKit, kitEvent] });
  const { sw_if_index } = await vpp.api.make_kit();
  same<typeof sw_if_index, number>(true);
  await vpp.api.make_kit({
    mac_address: "02:fe:00:00:00:01",
    color: "COLOR_RED",
    rights: ["RIGHTS_READ", "RIGHTS_WRITE"],
    serial: 1,
    items: [{ weight: 2 }, { label: "x", cookie: 2n }, {}],
  });
  await vpp.api.make_kit({ color: Color.COLOR_BLUE, rights: Rights.RIGHTS_READ | Rights.RIGHTS_WRITE });
  await vpp.api.make_kit({}, { timeout: 100, check: false });
  const dump: Stream<KitDetails> = vpp.api.kit_dump();
  for await (const { name, color, rights, packets, items } of dump) {
    same<typeof name, string>(true);
    same<typeof color, 0 | 1 | 2>(true);
    same<typeof rights, number>(true);
    same<typeof packets, bigint>(true);
    same<(typeof items)[number]["weight"], number>(true);
  }
  const items = await vpp.api.kit_items_get({ cursor: 0 }).toArray();
  same<(typeof items)["reply"]["cursor"], number>(true);
  for await (const event of vpp.events("kit_event")) same<typeof event.color, 0 | 1 | 2>(true);
  vpp.on("kit_event", ({ sw_if_index: index }) => same<typeof index, number>(true));
  await vpp.api.delete({ default: 1 });
  await vpp.api.object();
}

export async function typesOnly(): Promise<void> {
  await using vpp = await connect<Api>();
  const { sw_if_index } = await vpp.api.make_kit({ serial: 5n });
  await vpp.api.kit_set_shape({ sw_if_index });
  const events: EventStream<{ sw_if_index: number; color: Color; pid: number }> = vpp.events("kit_event");
  events.close();
}

export async function descriptors(vpp: Vpp): Promise<void> {
  const { sw_if_index } = await vpp.call(makeKit, {});
  await vpp.call(makeKit);
  await vpp.call(object_);
  await vpp.call(object_, {}, { timeout: 10 });
  await vpp.call(kitSetShape, { sw_if_index, shape: { id: 1, data: { circle: { radius: 2 } } } });
  await vpp.call(kitSetShape, {
    sw_if_index,
    shape: { kind: "SHAPE_SQUARE", data: { square: { filled: true } } },
  });
  await vpp.call(kitSetShape, { sw_if_index, shape: { kind: "SHAPE_NONE" }, either: { number: 1 } });
  for await (const kit of vpp.dump(kitDump)) describe(kit.shape);
  const { reply } = await vpp.dump(kitItemsGet, { cursor: 1 }).toArray();
  same<typeof reply.retval, number>(true);
  for await (const { color } of vpp.events(kitEvent)) same<typeof color, 0 | 1 | 2>(true);
}

/** Undefined counts as left out, as an object is put together from what may be there. */
export async function leftOut(vpp: Vpp, serial: bigint | undefined): Promise<void> {
  await vpp.call(makeKit, { serial, color: undefined, items: [{ weight: undefined }] });
  await vpp.call(kitSetShape, {
    sw_if_index: 1,
    shape: { kind: undefined, data: undefined },
    either: undefined,
  });
  await vpp.call(kitSetShape, {
    sw_if_index: 1,
    shape: { kind: undefined, data: { circle: { radius: 2 }, square: undefined } },
    either: { number: 1, bytes: undefined },
  });
}

/** What was read may be sent. */
export async function roundTrip(vpp: Vpp, kit: KitDetails): Promise<void> {
  const { sw_if_index, shape, either } = kit;
  await vpp.call(kitSetShape, { sw_if_index, shape, either });
  const items: readonly ItemInput[] = kit.items;
  const request: MakeKit = { color: kit.color, rights: kit.rights, serial: kit.packets, items };
  await vpp.call(makeKit, request);
}

/** The discriminator tells which arm there is. */
function describe(shape: Shape): number {
  switch (shape.kind) {
    case 1:
      return shape.data.circle.radius;
    case 2:
      return shape.data.square.side;
    default:
      same<typeof shape.kind, 0>(true);
      return shape.data.circle.radius + shape.data.square.side;
  }
}

/** A pipeline's inputs and replies are those of its request. */
export async function pipelines(vpp: Vpp, kits: AsyncIterable<MakeKit>): Promise<void> {
  const { calls, failures } = await vpp.pipeline(makeKit, [{ color: 1 }, {}], { window: 10 });
  same<typeof calls, number>(true);
  for (const { input } of failures) same<typeof input, MakeKit>(true);
  for await (const result of vpp.pipeline(makeKit, kits, { errors: "collect" })) {
    if (result.ok) same<typeof result.reply.sw_if_index, number>(true);
    else same<typeof result.reply, undefined>(true);
  }
}

/** Without types everything goes. */
export async function untyped(): Promise<void> {
  await using vpp = await connect();
  const reply = await vpp.api.anything?.({ what: 1 });
  same<typeof reply, Record<string, unknown> | undefined>(true);
  // A dump is known by its name: what it brings is a list, whichever way it is asked for.
  const all = await vpp.api.sw_interface_dump();
  for (const details of all) same<typeof details, Record<string, unknown>>(true);
  same<(typeof all)["length"], number>(true);
  same<Awaited<ReturnType<NonNullable<typeof vpp.api.some_dump>>>, typeof all>(true);
  const again = await vpp.dump("sw_interface_dump");
  same<typeof again, typeof all>(true);
  const mtus = await vpp.api.ip_path_mtu_get();
  same<typeof mtus, typeof all>(true);
  const version = await vpp.api.show_version();
  same<typeof version, Record<string, unknown>>(true);
  for await (const details of vpp.api.some_dump?.() ?? [])
    same<typeof details, Record<string, unknown>>(true);
  for await (const event of vpp.events("some_event")) same<typeof event, Record<string, unknown>>(true);
}

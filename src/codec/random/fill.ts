import type { Shape } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import type { Dice } from "./dice.ts";
import { fixedSize, largestOf, placed } from "./fixed.ts";
import { randomEnum, randomFloat } from "./scalar.ts";
import { prefixLength, randomString } from "./text.ts";

/**
 * Random bytes at `o` (zero until then) for a value of fixed size, such as encoding writes: a bool is 0 or 1,
 * nothing follows a string's NUL or an IPv4 address in its union.
 */
export function fillRandom(shape: Shape, dice: Dice, bytes: Uint8Array, o: number): void {
  const size = fixedSize(shape);
  switch (shape.kind) {
    case "scalar":
      if (shape.name === "bool") bytes[o] = dice.below(2);
      else if (shape.name === "f64")
        new DataView(bytes.buffer, bytes.byteOffset).setFloat64(o, randomFloat(dice), true);
      else bytes.set(dice.bytes(size), o);
      break;
    case "enum":
      writeInteger(randomEnum(shape.type, dice), size, bytes, o);
      break;
    case "string":
      bytes.set(Buffer.from(randomString(Math.max(0, size - 1), false, dice)), o);
      break;
    case "bytes":
      bytes.set(dice.bytes(size), o);
      break;
    case "text":
      fillText(shape, dice, bytes, o);
      break;
    case "array":
      for (let at = o, step = fixedSize(shape.element); at < o + size; at += step) {
        fillRandom(shape.element, dice, bytes, at);
      }
      break;
    case "struct":
      fillStruct(membersOf(shape.type.fields), dice, bytes, o);
      break;
    case "union":
      fillRandom(largestOf(membersOf(shape.type.fields)).shape, dice, bytes, o);
      break;
  }
}

function fillText(shape: Extract<Shape, { kind: "text" }>, dice: Dice, bytes: Uint8Array, o: number): void {
  const { form, afSize, size } = shape;
  const af = dice.below(2);
  const isPrefix = form.endsWith("prefix");
  const isIp4 = form.startsWith("ip4") || (afSize > 0 && af === 0);
  const room = size - afSize - (isPrefix ? 1 : 0);
  if (afSize > 0) writeInteger(af, afSize, bytes, o);
  bytes.set(dice.bytes(isIp4 ? 4 : room), o + afSize);
  if (isPrefix) bytes[o + size - 1] = prefixLength(isIp4 ? 32 : 128, dice);
}

function fillStruct(members: readonly Member[], dice: Dice, bytes: Uint8Array, o: number): void {
  const all = placed(members, o);
  for (const { member, at } of all) {
    if (member.tag === null) fillRandom(member.shape, dice, bytes, at);
  }
  for (const { member, at } of all) {
    const { tag, shape } = member;
    if (tag === null || tag.armOf.size === 0 || shape.kind !== "union") continue;
    const [selector, arm] = dice.pick([...tag.armOf]);
    const sibling = all.find((other) => other.member.name === tag.discriminator);
    const chosen = membersOf(shape.type.fields).find(({ name }) => name === arm);
    if (sibling === undefined || chosen === undefined) continue;
    writeInteger(selector, fixedSize(sibling.member.shape), bytes, sibling.at);
    fillRandom(chosen.shape, dice, bytes, at);
  }
}

function writeInteger(value: number, size: number, bytes: Uint8Array, o: number): void {
  for (let i = 0; i < size; i++) bytes[o + i] = (value >>> (8 * (size - 1 - i))) & 0xff;
}

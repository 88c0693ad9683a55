const text = String.fromCharCode;

/**
 * V8 copies what it concatenates up to 12 characters; longer strings are trees of pieces, which whoever compares or
 * hashes them pays for.
 */
const SHORT = 12;

/**
 * `b[from, to)` as ASCII; bytes above 127 as the characters of Latin-1. Buffer's own way is a call into C++: 50 ns
 * at any length, where making a string of eight characters takes 10.
 */
export function asciiText(b: Buffer, from: number, to: number): string {
  const size = to - from;
  if (size > SHORT) return b.toString("latin1", from, to);
  return size > 8 ? upTo8(b, from, 8) + upTo8(b, from + 8, size - 8) : upTo8(b, from, size);
}

/** In one call: to put pieces together costs as much as to make them. */
function upTo8(b: Buffer, i: number, size: number): string {
  switch (size) {
    case 0:
      return "";
    case 1:
      return text(b[i]!);
    case 2:
      return text(b[i]!, b[i + 1]!);
    case 3:
      return text(b[i]!, b[i + 1]!, b[i + 2]!);
    case 4:
      return text(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!);
    case 5:
      return text(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!);
    case 6:
      return text(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!);
    case 7:
      return text(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!);
    default:
      return text(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!);
  }
}

/** The bytes of a payload in hex, `0x` in front allowed. @throws Error that names the message and the mistake. */
export function bytesOfHex(message: string, hex: unknown): Buffer {
  if (typeof hex !== "string") {
    throw new Error(`${message}: expected "hex", the payload as a string of hex digits`);
  }
  const start = /^0x/i.test(hex) ? 2 : 0;
  const wrong = hex.slice(start).search(/[^0-9a-f]/i);
  if (wrong >= 0) {
    const at = start + wrong;
    throw new Error(`${message}: hex: ${JSON.stringify(hex[at])} at ${at} is no hex digit`);
  }
  const digits = hex.length - start;
  if (digits % 2 !== 0) throw new Error(`${message}: hex: an odd number of digits (${digits})`);
  return Buffer.from(hex.slice(start), "hex");
}

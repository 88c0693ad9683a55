/** The file begins with these bytes, u16 version, u16 zero, u64 start in microseconds since 1970. Big-endian. */
export const MAGIC: Buffer = Buffer.from("VPPTSREC", "latin1");
/** 2 came with definitions. */
export const VERSION = 2;
export const HEADER_SIZE = 20;

/** Each record: u32 length of what follows, u8 kind, the rest by kind. */
export const KIND = {
  /** Everything behind the first 18 bytes of a sockclnt_create_reply. Tables are counted from 0 in a file. */
  table: 1,
  /** u32 connection, u64 time. */
  open: 2,
  /** u32 connection, u64 time, u8 side, payload. */
  frame: 3,
  /** u32 connection, u64 time, u32 table, the first 18 bytes of a sockclnt_create_reply: a frame in short. */
  hello: 4,
  /** u32 connection, u64 time, u8 side, UTF-8 text. */
  close: 5,
  /** u64 time, u64 messages. */
  lost: 6,
  /** u64 time. */
  end: 7,
  /** An array of `.api.json` modules in UTF-8, compressed with Brotli: they hold for what comes after. */
  definitions: 8,
} as const;

export const SIDES = ["client", "vpp", "trace"] as const;

/** u16 id, u32 client_index, u32 context, i32 response, u32 index: the count and the table follow. */
export const HELLO_HEAD = 18;
/** Of kind, connection, time and side. */
export const FRAME_HEAD = 14;
/** A recording outlives restarts of VPP, each with its table, but not without end. */
export const MAX_TABLES = 256;
export const MAX_REASON = 4096;
/** The definitions of VPP 26.06 with all its plugins are 125 kB, and 3 MB before they are compressed. */
export const MAX_DEFINITIONS: number = 1 << 24;

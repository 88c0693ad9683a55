import { VppEncodeError } from "../../errors/index.ts";
import type { Writer } from "../bytes.ts";
import { FieldError, pathTo } from "./fail.ts";

/** What an encoder throws after a failure: the writer is as it was, and the error names the message and the path. */
export function encodeFailed(
  message: string,
  w: Writer,
  start: number,
  root: unknown,
  error: unknown,
): unknown {
  w.rollback(start);
  if (!(error instanceof FieldError)) return error;
  const path = error.key === "" ? "" : pathTo(root, error.holder, error.key);
  return new VppEncodeError(message, path, error.message, error.value);
}

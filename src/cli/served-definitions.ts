import { connect } from "../client/index.ts";
import type { Schema } from "../schema/index.ts";

/** The definitions that a running VPP serves. */
export async function servedDefinitions(socket: string): Promise<Schema> {
  const vpp = await connect({ socket, reconnect: false });
  try {
    return vpp.schema;
  } finally {
    await vpp.close();
  }
}

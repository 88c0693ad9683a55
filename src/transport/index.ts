export { defaultAddress, formatAddress, parseAddress, type SocketAddress } from "./address.ts";
export { openSocket } from "./socket.ts";
export type { Transport, TransportHandlers } from "./transport.ts";

export { defaultAddress, formatAddress, parseAddress, type SocketAddress } from "./address.ts";
export { type ListenOptions, listen } from "./listen.ts";
export { openSocket, targetOf } from "./socket.ts";
export type { Transport, TransportHandlers } from "./transport.ts";

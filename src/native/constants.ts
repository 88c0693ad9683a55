// <sys/socket.h> and <errno.h> of Linux on x64 and arm64, the two that libc.ts binds.
export const AF_UNIX = 1;
export const SOCK_SEQPACKET = 5;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_CMSG_CLOEXEC = 0x40000000;
export const SOL_SOCKET = 1;
export const SCM_RIGHTS = 1;

export const EAGAIN = 11;
export const ENAMETOOLONG = 36;
export const ECONNRESET = 104;
export const ETIMEDOUT = 110;

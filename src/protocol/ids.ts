/** Message ids that never change, because they are used before the message table is known (VPP memclnt.api). */
export const SOCKCLNT_CREATE = 15;
export const SOCKCLNT_CREATE_REPLY = 16;
export const SOCKCLNT_DELETE = 17;
export const SOCKCLNT_DELETE_REPLY = 18;
export const CONTROL_PING = 23;
export const CONTROL_PING_REPLY = 24;

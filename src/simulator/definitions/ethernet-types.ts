// MAC addresses.
export const ethernetTypes: string = `
option version = "1.0.0";
typedef u8 mac_address[6];
`;

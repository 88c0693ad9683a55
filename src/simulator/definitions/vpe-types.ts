// Time as f64.
export const vpeTypes: string = `
option version = "1.0.0";
typedef f64 timestamp;
`;

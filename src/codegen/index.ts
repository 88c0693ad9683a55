export { type GenerateOptions, generate } from "./generate.ts";
export { MARK } from "./module.ts";

export { cacheFolder, type DefinitionsCache, FileCache } from "./cache.ts";
export { compileFile, compileFiles } from "./compile.ts";
export { dialectOfTree } from "./dialect.ts";
export { importResolver } from "./imports.ts";
export { type DefinitionOptions, defaultFolder, loadDefinitions, readDefinitions } from "./load.ts";

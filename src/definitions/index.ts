export { type DefinitionOptions, defaultFolders, loadDefinitions } from "./load.ts";

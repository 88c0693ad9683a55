import type { ApiFile } from "../file/declarations.ts";
import { moduleOfPath } from "../file/names.ts";
import { moduleIdentifier } from "./module.ts";

/**
 * Which module a type belongs to. Source files tell; JSON repeats imported types without saying whose they
 * are, so there a type belongs to the file that has it from none of its imports. Worked out when first asked.
 */
export function ownerOfTypes(files: readonly ApiFile[]): (type: string) => string {
  let owners: ReadonlyMap<string, string> | undefined;
  return (type) => {
    owners ??= findOwners(files);
    return owners.get(type) as string;
  };
}

function findOwners(files: readonly ApiFile[]): ReadonlyMap<string, string> {
  const names = new Map(
    files.map((file) => [moduleIdentifier(file), new Set(file.types.map((t) => t.name))]),
  );
  const certain = new Map<string, string>();
  const first = new Map<string, string>();
  for (const file of files) {
    const module = moduleIdentifier(file);
    const imports = [...new Set(file.imports.map((path) => moduleOfPath(path).replaceAll("-", "_")))];
    const known = imports.flatMap((name) => names.get(name) ?? []);
    const allKnown = known.length === imports.length;
    for (const type of file.types) {
      if (certain.has(type.name)) continue;
      if (!first.has(type.name)) first.set(type.name, module);
      if (type.source.line !== null)
        certain.set(type.name, moduleOfPath(type.source.file).replaceAll("-", "_"));
      else if (allKnown && !known.some((set) => set.has(type.name))) certain.set(type.name, module);
    }
  }
  return new Map([...first, ...certain]);
}

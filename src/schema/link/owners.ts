import type { ApiFile } from "../file/declarations.ts";
import { moduleOfPath } from "../file/names.ts";
import { moduleIdentifier } from "./module.ts";

/**
 * Which module a type belongs to. Source files tell. JSON repeats imported types without saying whose they
 * are; there a type belongs to the file that has it from none of its imports. Where imports are not at hand
 * (a running VPP serves no modules of types only), the files that have the type tell: they are just those
 * that import its module, and that module itself. Else it is the file where it is met first.
 */
export function ownerOfTypes(files: readonly ApiFile[]): (type: string) => string {
  let owners: ReadonlyMap<string, string> | undefined;
  return (type) => {
    owners ??= findOwners(files);
    return owners.get(type) as string;
  };
}

/** A set of files, as the text of their indices in order: equal sets are equal texts. */
type FileSet = string;

function findOwners(files: readonly ApiFile[]): ReadonlyMap<string, string> {
  const names = new Map(
    files.map((file) => [moduleIdentifier(file), new Set(file.types.map((t) => t.name))]),
  );
  const certain = new Map<string, string>();
  const holders = new Map<string, FileSet>();
  const first = new Map<string, string>();
  const users = new Map<string, FileSet>();
  files.forEach((file, i) => {
    const module = moduleIdentifier(file);
    const imports = new Set(file.imports.map((path) => moduleOfPath(path).replaceAll("-", "_")));
    for (const name of imports.add(module)) users.set(name, `${users.get(name) ?? ""}${i},`);
    imports.delete(module);
    const complete = [...imports].every((name) => names.has(name));
    const imported = [...imports].flatMap((name) => names.get(name) ?? []);
    for (const name of new Set(file.types.map((type) => type.name))) {
      holders.set(name, `${holders.get(name) ?? ""}${i},`);
      if (!first.has(name)) first.set(name, module);
      if (complete && !certain.has(name) && !imported.some((types) => types.has(name))) {
        certain.set(name, module);
      }
    }
    for (const { name, source } of file.types) {
      if (source.line !== null) certain.set(name, moduleOfPath(source.file).replaceAll("-", "_"));
    }
  });
  const byUsers = modulesByUsers(users, new Set(names.keys()));
  for (const [name, module] of first) {
    if (!certain.has(name)) certain.set(name, byUsers.get(holders.get(name) as FileSet) ?? module);
  }
  return certain;
}

/** The module that just these files use; one at hand before one that isn't, none where several are alike. */
function modulesByUsers(
  users: ReadonlyMap<string, FileSet>,
  atHand: ReadonlySet<string>,
): ReadonlyMap<FileSet, string> {
  const modules = new Map<FileSet, string>();
  const alike = new Set<FileSet>();
  for (const [module, set] of users) {
    const other = modules.get(set);
    if (other === undefined || (atHand.has(module) && !atHand.has(other))) modules.set(set, module);
    else if (atHand.has(module) === atHand.has(other)) alike.add(set);
  }
  for (const set of alike) if (!atHand.has(modules.get(set) as string)) modules.delete(set);
  return modules;
}

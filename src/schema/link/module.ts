import { VppDefinitionError } from "../../errors/index.ts";
import type { ApiFile, CounterDeclaration } from "../file/declarations.ts";
import { isIdentifier } from "../file/names.ts";
import type { CounterPath, CounterSet, Module } from "../model.ts";
import { plainOptions } from "./options.ts";

/** A module's name as the model has it: `my-plugin.api` is module `my_plugin`, so that code can say it. */
export function moduleIdentifier(file: ApiFile): string {
  const name = file.module.replaceAll("-", "_");
  if (!isIdentifier(name)) {
    throw new VppDefinitionError(`${JSON.stringify(file.module)} is no name for a module`, {
      file: file.source,
    });
  }
  return name;
}

export function linkModule(file: ApiFile): Module {
  const options = plainOptions(file.options);
  const version = options.version;
  return Object.freeze({
    kind: "module",
    name: moduleIdentifier(file),
    options,
    version: typeof version === "string" ? version : null,
    apiVersion: file.apiVersion,
    imports: file.imports,
    messages: Object.freeze([...new Set(file.messages.map((m) => m.name))]),
    services: file.services,
    counters: Object.freeze(file.counters.map(linkCounters)),
    paths: Object.freeze(file.paths.flatMap((p): readonly CounterPath[] => ("path" in p ? [p] : p))),
    source: Object.freeze({ file: file.source, line: null, column: null }),
  });
}

function linkCounters(set: CounterDeclaration): CounterSet {
  const elements = set.elements.map((element) =>
    Object.freeze({
      name: element.name ?? "",
      severity: element.severity ?? "",
      type: element.type ?? "",
      units: element.units ?? "",
      description: element.description ?? "",
    }),
  );
  return Object.freeze({ name: set.name, elements: Object.freeze(elements) });
}

// Opens and lists a segment in a process that did neither before: koffi is loaded, nothing is compiled. Prints milliseconds.
import { openStats } from "../../src/stats/index.ts";

const start = performance.now();
const stats = await openStats({ socket: process.argv[2]! });
const entries = stats.ls().length;
console.log(JSON.stringify({ milliseconds: performance.now() - start, entries }));
stats.close();

// One measurement in a process of its own: `node one.js ours|floor CASE SOCKET API_DIR SIZE WINDOW` prints figures.
import type { CaseName, Figures } from "./figures.ts";

const [who, name, socket, apiDir, size, window] = process.argv.slice(2) as [
  "ours" | "floor",
  CaseName,
  string,
  string,
  string,
  string,
];
const args = [name, socket, apiDir, Number(size), Number(window)] as const;

async function run(): Promise<Figures> {
  if (who === "ours") return (await import("./our-cases.ts")).ourCase(...args);
  if (name === "connect") return (await import("./floor-connect.ts")).floorConnect(socket);
  return (await import("./floor-cases.ts")).floorCase(...args);
}

const figures = await run();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
figures.cpu = (userCPUTime + systemCPUTime) / 1e6;
figures.megabytes = maxRSS / 1024;
process.stdout.write(`${JSON.stringify(figures)}\n`);

// One measurement in a process of its own: `node one.js ours|floor CASE SOCKET API_DIR SIZE WINDOW TABLE` prints figures.
import type { CaseName, Figures, Measured, Task } from "./figures.ts";

const [who, name, socket, apiDir, size, window, table] = process.argv.slice(2) as [
  "ours" | "floor",
  CaseName,
  ...string[],
];
const task: Task = {
  name,
  socket: socket!,
  apiDir: apiDir!,
  size: Number(size),
  window: Number(window),
  table: Number(table),
};

async function run(): Promise<Measured> {
  if (name.startsWith("stats")) return (await import("./stats-cases.ts")).statsCase(task);
  if (who === "ours") return (await import("./our-cases.ts")).ourCase(task);
  if (name === "connect") return (await import("./floor-connect.ts")).floorConnect(task.socket);
  return (await import("./floor-cases.ts")).floorCase(task);
}

const figures: Figures = { ...(await run()), megabytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(`${JSON.stringify(figures)}\n`);

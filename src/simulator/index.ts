export type { Fault, SetFault } from "./faults.ts";
export type { Answer, GetAnswer, Handler, RequestContext } from "./handler.ts";
export type { ReceivedMessage } from "./recorder.ts";
export { type AnswerOf, type RestartOptions, Simulator, type SimulatorOptions } from "./simulator.ts";
export type { CombinedCounter, SimpleCounter, SimulatorStats, StatsOptions } from "./stats.ts";

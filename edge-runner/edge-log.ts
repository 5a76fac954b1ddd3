import { destination, type Logger, pino } from "pino";

/** The edge's structured log on standard output. Passage ids go in; plates only through {@link maskPlate}, secrets never. */
export function edgeLog(edgeId: string, level = process.env.LIFTGATE_LOG_LEVEL ?? "info"): Logger {
  return pino({ level, base: { edgeId }, timestamp: () => `,"time":"${new Date().toISOString()}"` }, destination(1));
}

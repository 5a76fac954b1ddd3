import pino from "pino";

/**
 * The log of the cloud's link processes: JSON lines on stdout. It carries ids (edge, stream, passage, rollout), never a
 * plate, a payload or a secret; the paths below are a second fence for what a library might hang on an error.
 */
export const log = pino({
  level: process.env.LIFTGATE_LOG_LEVEL ?? "info",
  base: undefined,
  redact: ["*.password", "*.plateText", "*.plateRaw", "*.payload", "err.options", "err.parameters"],
});

import type { EdgeConfig } from "../edge-config.ts";
import { Link, type LinkParts } from "./link.ts";
import { MqttConnection } from "./mqtt-connection.ts";
import { BatchPoster } from "./post-batch.ts";

type World = "connect" | "repeat" | "after" | "random" | "post" | "backlogKbitPerSecond";

export type WiredLinkParts = Omit<LinkParts, World> & {
  readonly edge: Pick<EdgeConfig, "edgeId" | "mqttUrl" | "httpUrl" | "password" | "backlogKbitPerSecond">;
};

/** The link with real sockets, timers and chance. */
export function wireLink(parts: WiredLinkParts): { link: Link; stop: () => Promise<void> } {
  const { edgeId, mqttUrl, httpUrl, password, backlogKbitPerSecond } = parts.edge;
  const poster = httpUrl ? new BatchPoster({ edgeId, password, httpUrl, kbitPerSecond: backlogKbitPerSecond }) : null;
  const link = new Link({
    ...parts,
    connect: (events) =>
      new MqttConnection({
        edgeId,
        url: mqttUrl,
        password,
        nowMs: () => parts.clock.nowMs(),
        log: parts.log,
        ...events,
      }),
    repeat: (work, everyMs) => {
      const timer = setInterval(work, everyMs);
      return () => clearInterval(timer);
    },
    after: (delayMs, work) => {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    post: poster && ((batch, done) => void poster.post(batch).then(done)),
    backlogKbitPerSecond,
  });
  const stop = async () => {
    poster?.stop();
    await link.stop();
  };
  return { link, stop };
}

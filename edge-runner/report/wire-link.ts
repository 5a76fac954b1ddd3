import type { WholeSettings } from "#contracts/edge-settings.ts";
import type { EdgeConfig } from "../edge-config.ts";
import { Link } from "./link.ts";
import type { LinkParts } from "./link-parts.ts";
import { MqttConnection } from "./mqtt-connection.ts";
import { BatchPoster } from "./post-batch.ts";
import { Uplinks, type UplinksOptions } from "./uplinks.ts";

type LinkSettings = Pick<WholeSettings, "backlogKbitPerSecond" | "uplinks">;
type World = "connect" | "repeat" | "after" | "random" | "post" | "backlogKbitPerSecond" | "uplink";
type FromConfig = "edgeId" | "mqttUrl" | "httpUrl" | "password" | "uplinks";

export type WiredLinkParts = Omit<LinkParts, World> & {
  readonly edge: Pick<EdgeConfig, FromConfig>;
  /** Paces and uplinks as they are now. */
  readonly settings: () => LinkSettings;
  /** The machine's interfaces; only tests give others. */
  readonly interfaces?: UplinksOptions["interfaces"];
};

type WiredLink = { link: Link; stop: () => Promise<void>; settingsChanged: () => void };

/** The link with real sockets, timers and chance. */
export function wireLink(parts: WiredLinkParts): WiredLink {
  const { edgeId, mqttUrl, httpUrl, password } = parts.edge;
  const uplinks = makeUplinks(parts);
  const pace = () => uplinks?.inUse().backlogKbitPerSecond ?? parts.settings().backlogKbitPerSecond;
  const way = () => ({ kbitPerSecond: pace(), localAddress: uplinks?.inUse().localAddress ?? null });
  const poster = httpUrl ? new BatchPoster({ edgeId, password, httpUrl, way }) : null;
  const link = new Link({
    ...parts,
    connect: (events) =>
      new MqttConnection({
        edgeId,
        url: mqttUrl,
        password,
        nowMs: () => parts.clock.nowMs(),
        uplinks,
        log: parts.log,
        ...events,
        onDown: () => {
          // what hangs on the uplink of a lost link would hang on it for long
          if (uplinks !== null) poster?.drop();
          events.onDown();
        },
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
    backlogKbitPerSecond: pace,
    uplink: () => uplinks?.inUse() ?? null,
  });
  const stop = async () => {
    poster?.stop();
    await link.stop();
  };
  return { link, stop, settingsChanged: () => uplinks?.settingsChanged() };
}

function makeUplinks({ edge, settings, clock, log, interfaces }: WiredLinkParts): Uplinks | null {
  if (edge.uplinks === undefined) return null;
  const machine = interfaces === undefined ? {} : { interfaces };
  const terms = (id: string) => settings().uplinks[id]!;
  return new Uplinks({ uplinks: edge.uplinks, terms, url: edge.mqttUrl, nowMs: () => clock.nowMs(), log, ...machine });
}

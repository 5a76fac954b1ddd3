/**
 * MQTT topics. An edge publishes only under its own `up/`, subscribes only to its own `down/` and to the cloud's presence.
 * Every level is a fixed word or an id without `/`, `+` and `#`.
 */
const root = "liftgate/1";

const upKinds = ["hello", "record", "state", "report", "telemetry", "command", "time", "want", "trial"] as const;
export type UpKind = (typeof upKinds)[number];
const downKinds = [
  "welcome",
  "ack",
  "desired/rules",
  "desired/keys",
  "desired/trial",
  "desired/grants",
  "desired/openSessions",
  "desired/settings",
  "delta",
  "part",
  "command",
  "time",
] as const;
export type DownKind = (typeof downKinds)[number];

export function upTopic(edgeId: string, kind: UpKind): string {
  return `${root}/${edgeId}/up/${kind}`;
}

export function downTopic(edgeId: string, kind: DownKind): string {
  return `${root}/${edgeId}/down/${kind}`;
}

/** Presence of the cloud: retained, with a last will. No ingest, no point in burning 4G. */
export const cloudStateTopic = `${root}/cloud/state`;

/** Everything that edges say. */
export const everyUpTopic = `${root}/+/up/#`;

/**
 * What the cloud subscribes to. Records come at QoS 0: the cloud's own acknowledgement makes up for any that a broker
 * drops, and the broker need not wait for one of its own.
 */
export const upSubscriptions: Readonly<Record<string, { qos: 0 | 1 }>> = Object.fromEntries(
  upKinds.map((kind) => [`${root}/+/up/${kind}`, { qos: kind === "record" || kind === "time" ? 0 : 1 }]),
);

/** Reads a topic that an edge published on; null when it is not one of ours. */
export function parseUpTopic(topic: string): { edgeId: string; kind: UpKind } | null {
  const match = /^liftgate\/1\/([a-z0-9]{6,24})\/up\/([a-z]+)$/.exec(topic);
  const kind = upKinds.find((known) => known === match?.[2]);
  return match?.[1] && kind ? { edgeId: match[1], kind } : null;
}

/** What a topic that this edge is told things on is about; null when it is not one of its own. */
export function parseDownTopic(edgeId: string, topic: string): DownKind | null {
  return downKinds.find((kind) => topic === downTopic(edgeId, kind)) ?? null;
}

/** May this edge publish here? */
export function mayPublish(edgeId: string, topic: string): boolean {
  return parseUpTopic(topic)?.edgeId === edgeId;
}

/** May this edge subscribe to this filter? Only its own `down/`, whole or in part, and the cloud's presence. */
export function maySubscribe(edgeId: string, filter: string): boolean {
  return (
    filter === cloudStateTopic || filter === `${root}/${edgeId}/down/#` || filter.startsWith(`${root}/${edgeId}/down/`)
  );
}

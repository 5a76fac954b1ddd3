import type { EdgeConfig } from "../edge-config.ts";

/** The enrolment of a two-lane edge on this machine, for tests; each call makes a new one. */
export function exampleConfig(change: Partial<EdgeConfig> = {}): EdgeConfig {
  const lane = (id: string, vendor: "plateRecognizer" | "hikvision"): EdgeConfig["lanes"][number] => ({
    id,
    onJournalFailure: "openAndFlag",
    onRuleFailure: "hold",
    barrier: { kind: "shelly", url: `http://127.0.0.1:15800/${id}`, switchId: 0, inputId: 0, pulseSeconds: 2 },
    cameras: [{ id: `${id}-cam`, vendor, token: `token-of-${id}-camera`, sources: ["127.0.0.1/32", "::1/128"] }],
  });
  return {
    v: 1,
    edgeId: "testedge01",
    lotId: "test-lot",
    country: "CN",
    mqttUrl: "mqtt://127.0.0.1:15883",
    backlogKbitPerSecond: 256,
    photos: { diskMegabytes: 2_000, meteredMegabytesPerDay: 50 },
    password: "edge-password",
    publicKeys: ["a".repeat(64)],
    listen: { host: "127.0.0.1", port: 0 },
    lanes: [lane("entry-1", "plateRecognizer"), lane("exit-1", "hikvision")],
    ...change,
  };
}

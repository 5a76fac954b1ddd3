import { signingKey } from "#contracts/signature.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { testBundle } from "#edge-runner/testing/test-bundle.ts";
import { TestCloud } from "#edge-runner/testing/test-cloud.ts";
import { waitFor } from "#edge-runner/testing/test-lot.ts";

// The cloud's end of the link in a process of its own: a real broker, and acknowledgements as the protocol says.
const { edgeId, password } = exampleConfig();
const cloud = new TestCloud(edgeId, password);
await cloud.start();
await cloud.desire(signingKey(new Uint8Array(32).fill(7)), testBundle({ freeMinutes: 60 }), 1);
process.send!({ url: cloud.url });
await waitFor(() => cloud.reports.some(({ step }) => step === "live"), "the edge has its rules", 120_000);
process.send!({ isLive: true });
process.on("message", () => process.send!({ mark: cloud.held.mark }));

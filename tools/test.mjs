// @ts-check
// `npm test`: check, unit, integration, browser journeys and fault runs. The last line is the sum of all of them.
import { bootstrap, say } from "./bootstrap.mjs";

await bootstrap();
const { runTests } = await import("./run-tests.ts");
process.exitCode = (await runTests(say)) ? 0 : 1;

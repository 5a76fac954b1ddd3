// @ts-check
// `npm run check`: everything that can be known in seconds and without a service.
import { bootstrap } from "./bootstrap.mjs";

await bootstrap();
const { runChecks } = await import("./run-checks.ts");
if (process.argv.includes("--note-migrations")) {
  const { noteMigrations } = await import("./checks/landed-migrations.ts");
  noteMigrations();
}
const { failed } = await runChecks();
process.exitCode = failed > 0 ? 1 : 0;

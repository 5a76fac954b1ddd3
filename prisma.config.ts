import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "prisma/config";

// The CLI would download a native engine. It talks JSON-RPC to this stand-in instead, which runs the engine's WASM
// build from npm, so `npx prisma generate | validate | migrate ... ` work offline in a fresh clone.
//
// `npx prisma migrate dev` needs a running server: `npm start` first, or DATABASE_URL. Give it no standard input
// (`npx prisma migrate dev --name add_x </dev/null`): on drift it asks, and waits for the answer for ever. Partitions
// stay in the schema `parts`: those in `public` would be reported as drift and dropped. A migration that has landed is
// never edited; after making a new one run `node tools/check.mjs --note-migrations`.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "tools/schema-engine.mjs");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? urlOfRunningStart() ?? "postgresql://127.0.0.1:15432/liftgate" },
});

/** `npm start` notes the address of its own server, password included, where only its owner can read it. */
function urlOfRunningStart(): string | undefined {
  const dataDir = process.env.LIFTGATE_DATA_DIR ?? path.join(import.meta.dirname, ".data");
  const file = path.join(dataDir, "secrets/database-url");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : undefined;
}

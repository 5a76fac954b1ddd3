import { expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { runCommand } from "./run-command.ts";

const prisma = (...args: string[]) => runCommand(["node_modules/prisma/build/index.js", ...args]);

test("the migrations make exactly the schema", async () => {
  const output = await prisma(
    "migrate",
    "diff",
    "--from-config-datasource",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  );
  expect(output).toMatch(/No difference detected/);
}, 60_000);

test("Prisma's own command line agrees that nothing is left to apply", async () => {
  await migrate(process.env.DATABASE_URL as string, { folder: "prisma/migrations" });
  expect(await prisma("migrate", "status")).toMatch(/Database schema is up to date/);
}, 60_000);

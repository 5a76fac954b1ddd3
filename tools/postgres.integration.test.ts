import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { initPostgres, type PostgresServer, startPostgres } from "./postgres.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-pg-"));
const folder = path.join(root, "pg");
const options = { folder, port: 15_470, password: "a b/c@d", logFile: path.join(root, "pg.log") };
let server: PostgresServer | undefined;

afterEach(async () => {
  await server?.stop();
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server?.url("postgres") });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

test("throws a half-made data folder away and makes it anew", async () => {
  fs.mkdirSync(`${folder}.making/base`, { recursive: true });
  fs.mkdirSync(folder); // what a copy that was cut short leaves
  await initPostgres(options);
  expect(fs.existsSync(path.join(folder, "PG_VERSION"))).toBe(true);
  expect(fs.readdirSync(root)).toEqual(["pg"]);
});

test("keeps committed data when it was killed, and starts at once although the killed one left its lock file", async () => {
  server = await startPostgres(options);
  await query("CREATE TABLE car AS SELECT 1 AS n");
  server.child.kill("SIGKILL");
  server = await startPostgres({ ...options, isPortFixed: true });
  expect(await query("SELECT n FROM car")).toEqual([{ n: 1 }]);
});

test("ends the server that a killed supervisor left behind", async () => {
  const left = await startPostgres(options);
  server = await startPostgres(options);
  expect(left.child.exitCode).not.toBeNull();
  expect(server.port).toBe(options.port);
});

test("takes the next port when its own is taken, and says so", async () => {
  const other = net.createServer().listen(options.port, "127.0.0.1");
  const said: string[] = [];
  server = await startPostgres({ ...options, say: (line) => said.push(line) });
  other.close();
  expect(server.port).toBe(options.port + 1);
  expect(said).toEqual([`port ${options.port} is taken by another program: PostgreSQL uses ${options.port + 1}`]);
});

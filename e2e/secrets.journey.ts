import fs from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { postCar } from "./post-car.ts";
import { type RunningLot, test } from "./running-lot.ts";

test("nothing secret reaches the browser or the logs, and no log holds a plate", async ({ lot, page, signIn }) => {
  const received: string[] = [];
  page.on("response", async (response) => {
    received.push(JSON.stringify(response.headers()));
    received.push(await response.text().catch(() => "")); // a redirect has no body, a live stream ends with the page
  });
  await signIn(page, "owner");
  const plate = "京D52718";
  expect((await postCar(lot, "entry-1", plate)).status).toBe(200);
  for (const name of ["tariff", "rules", "review", "rollouts", "passages", "fleet"]) {
    await page.goto(`${lot.web}/lots/riverside-p1/${name}`);
    await expect(page.locator("h1")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  }
  const secrets = secretsOf(lot);
  expect(secrets.length).toBeGreaterThan(8);
  expect(received.join("").length).toBeGreaterThan(100_000);
  const logs = readAll(path.join(lot.dataDir, "logs"));
  expect(logs.length).toBeGreaterThan(1_000);
  const seen = received.join("\n");
  expect(secrets.filter(({ value }) => seen.includes(value)).map(({ name }) => name)).toEqual([]);
  expect(secrets.filter(({ value }) => logs.includes(value)).map(({ name }) => name)).toEqual([]);
  expect(lot.journalPlates()).toContain(plate);
  expect(lot.journalPlates().filter((text) => logs.includes(text))).toEqual([]);
});

/** Every secret of the start, by the place where it stands. */
function secretsOf(lot: RunningLot): { name: string; value: string }[] {
  const folder = path.join(lot.dataDir, "secrets");
  const files = fs.readdirSync(folder).flatMap((name) => {
    const text = fs.readFileSync(path.join(folder, name), "utf8").trim();
    expect(fs.statSync(path.join(folder, name)).mode & 0o077, `${name} can be read by others`).toBe(0);
    const values = name.endsWith(".json") ? Object.values(JSON.parse(text) as Record<string, string>) : [text];
    return values.map((value) => ({ name, value }));
  });
  const cameras = lot.edge.lanes.flatMap((lane) => lane.cameras);
  return [
    ...files,
    { name: "edge password", value: lot.edge.password },
    ...cameras.map(({ id, token }) => ({ name: `token of ${id}`, value: token })),
  ];
}

function readAll(folder: string): string {
  return fs
    .readdirSync(folder)
    .map((name) => fs.readFileSync(path.join(folder, name), "utf8"))
    .join("\n");
}

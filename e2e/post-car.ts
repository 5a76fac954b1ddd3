import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import type { RunningLot } from "./running-lot.ts";

/** A camera of this lane sends what it saw, over HTTP as a real one does. Returns the edge's answer. */
export async function postCar(lot: RunningLot, laneId: string, plate: string): Promise<Response> {
  const camera = lot.edge.lanes.find((lane) => lane.id === laneId)!.cameras[0]!;
  const sighting = { eventId: randomUUID(), at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan" };
  const { contentType, body } = cameraMessage(camera, sighting);
  return fetch(`http://127.0.0.1:${lot.edge.listen.port}/camera/${camera.id}/${camera.token}`, {
    method: "POST",
    headers: { "content-type": contentType },
    body: new Uint8Array(body),
  });
}

/** A car at the lane, then its own page. */
export async function openPassage(lot: RunningLot, page: Page, laneId: string, plate: string): Promise<void> {
  const answer = await postCar(lot, laneId, plate);
  expect(answer.status).toBe(200);
  const { passageId } = (await answer.json()) as { passageId: string };
  const address = `${lot.web}/lots/riverside-p1/passages/${passageId}`;
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: plate, level: 1 })).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

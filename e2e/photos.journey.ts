import { expect, type Page } from "@playwright/test";
import { inspect } from "./inspect.ts";
import { postCar } from "./post-car.ts";
import { test } from "./running-lot.ts";

const lotPath = "/lots/riverside-p1";

test("plate and scene of a car come to its page by themselves, in both languages, and go with the plate", async ({
  lot,
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn(page, "owner");
  const { passageId } = (await (await postCar(lot, "exit-1", "京P40004")).json()) as { passageId: string };
  const photoUrl = `${lot.web}/api/photos/riverside-p1/${passageId}/plate`;
  await expect
    .poll(async () => (await page.request.get(photoUrl)).status(), { timeout: 30_000, message: "the photo is there" })
    .toBe(200);
  expect((await page.request.get(photoUrl)).headers()).toMatchObject({
    "cache-control": "private, no-store",
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
  });

  await page.goto(`${lot.web}${lotPath}/passages/${passageId}`);
  await expectShown(page, "Plate 京P40004, as the camera saw it");
  await expectShown(page, "The car with plate 京P40004 at the lane");
  await inspect(page);
  await page.context().addCookies([{ name: "liftgate-locale", value: "zh-CN", url: lot.web }]);
  await page.reload();
  await expectShown(page, "相机拍到的车牌 京P40004");
  await inspect(page);
  await page.context().addCookies([{ name: "liftgate-locale", value: "en", url: lot.web }]);
  await page.reload();

  await page.getByRole("button", { name: "Erase the plate" }).click();
  const dialog = page.getByRole("dialog", { name: /Erase the plate/ });
  await dialog.getByRole("textbox", { name: /Reason/ }).fill("The driver asked for it");
  await dialog.getByRole("button", { name: "Erase the plate" }).click();
  await expect(page.getByText("Erased with the plate.")).toHaveCount(2);
  expect((await page.request.get(photoUrl)).status()).toBe(404);
  await inspect(page);
});

/** In view and really decoded. */
async function expectShown(page: Page, name: string): Promise<void> {
  const image = page.getByRole("img", { name });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
}

import { expect, type Page } from "@playwright/test";
import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/router.ts";
import type { RunningLot } from "./running-lot.ts";

const riverside = "riverside-p1";

/** What the pages ask the server, asked without a page as the person who is signed in there: for what a journey starts from. */
async function apiOf(lot: RunningLot, page: Page) {
  const cookies = await page.context().cookies(lot.web);
  const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
  const url = `${lot.web}/api/trpc`;
  return createTRPCClient<AppRouter>({ links: [httpLink({ url, headers, transformer: superjson })] });
}

/** Publishes the draft with so many free minutes, and waits until the edge runs it. */
export async function publishFreeMinutes(lot: RunningLot, page: Page, minutes: number): Promise<void> {
  const api = await apiOf(lot, page);
  const lotId = riverside;
  const { content, revision } = await api.draft.get.query({ lotId });
  const rateTables = content.tariff.rateTables.map((table) => ({
    ...table,
    freePeriod: { mode: "onlyIfWithin" as const, ...table.freePeriod, minutes },
  }));
  const changed = { ...content, tariff: { ...content.tariff, rateTables } };
  const saved = await api.draft.save.mutate({ lotId, content: changed, revision });
  const note = `${minutes} free minutes`;
  const { rolloutId } = await api.publish.publish.mutate({ lotId, revision: saved.revision, note });
  const state = async () => (await api.rollouts.get.query({ lotId, rolloutId })).state;
  await expect.poll(state, { timeout: 20_000 }).toBe("done");
}

/** No scenario stands in the way of what follows. */
export async function removeScenarios(lot: RunningLot, page: Page): Promise<void> {
  const api = await apiOf(lot, page);
  const lotId = riverside;
  for (const { id } of await api.scenarios.list.query({ lotId })) await api.scenarios.remove.mutate({ lotId, id });
}

/** The draft becomes what is live. */
export async function discardDraft(lot: RunningLot, page: Page, lotId = riverside): Promise<void> {
  const api = await apiOf(lot, page);
  const { revision } = await api.draft.get.query({ lotId });
  await api.draft.reset.mutate({ lotId, revision });
}

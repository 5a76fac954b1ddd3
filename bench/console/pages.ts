import type { RunningConsole } from "./running-console.ts";

const lot = "/lots/riverside-p1";

/** A page with what it may ship before it can be used, in KiB of compressed JavaScript. */
export type BudgetedPage = { readonly name: string; readonly path: string; readonly budgetKiB: number };

const list = 290;
const editor = 340;

/** The pages of the console and their budgets. A passage and a rollout are those that the demo has. */
export async function budgetedPages({ api }: RunningConsole): Promise<BudgetedPage[]> {
  const [rollout] = await api.rollouts.list.query({ lotId: "riverside-p1" });
  const { rows } = await api.passages.list.query({ lotId: "riverside-p1", limit: 1 });
  const passage = rows[0]?.passageId;
  return [
    { name: "sign-in", path: "/sign-in", budgetKiB: list },
    { name: "lots", path: "/lots", budgetKiB: list },
    { name: "passages", path: `${lot}/passages`, budgetKiB: list },
    ...(passage ? [{ name: "passage", path: `${lot}/passages/${passage}`, budgetKiB: list }] : []),
    { name: "tariff", path: `${lot}/tariff`, budgetKiB: editor },
    { name: "tariff as code", path: `${lot}/tariff/code`, budgetKiB: editor },
    { name: "rules", path: `${lot}/rules`, budgetKiB: editor },
    { name: "rules as code", path: `${lot}/rules/code`, budgetKiB: editor },
    { name: "scenarios", path: `${lot}/scenarios`, budgetKiB: editor },
    { name: "backtest", path: `${lot}/backtest`, budgetKiB: editor },
    { name: "review", path: `${lot}/review`, budgetKiB: editor },
    { name: "price board", path: `${lot}/price-board`, budgetKiB: editor },
    { name: "rollouts", path: `${lot}/rollouts`, budgetKiB: list },
    ...(rollout ? [{ name: "rollout", path: `${lot}/rollouts/${rollout.id}`, budgetKiB: list }] : []),
    { name: "lists", path: `${lot}/lists`, budgetKiB: list },
    { name: "fleet", path: `${lot}/fleet`, budgetKiB: list },
    { name: "people", path: "/people", budgetKiB: list },
    { name: "audit", path: "/audit", budgetKiB: list },
  ];
}

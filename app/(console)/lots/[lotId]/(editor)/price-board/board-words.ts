import type { Words } from "#engine/words/locale.ts";

/** Words of the printed board, which speaks both languages at once. `{value}` stands for what is filled in. */
export const boardWords = {
  title: { en: "Parking charges", "zh-CN": "停车收费标准" },
  draft: { en: "Draft, not live", "zh-CN": "草稿，尚未生效" },
  for: { en: "For: {value}.", "zh-CN": "适用：{value}。" },
  from: { en: "From {value}.", "zh-CN": "自 {value} 起。" },
  exit: { en: "After paying you have {value} to leave.", "zh-CN": "付款后请在 {value}内离场。" },
  added: { en: "A lost ticket costs {value} more.", "zh-CN": "凭证遗失另收 {value}。" },
  instead: { en: "A lost ticket costs {value}.", "zh-CN": "凭证遗失收取 {value}。" },
  "tax.included": { en: "Prices include {value}% tax.", "zh-CN": "价格已含 {value}% 税。" },
  "tax.excluded": { en: "{value}% tax is added.", "zh-CN": "另加 {value}% 税。" },
  examples: { en: "What a stay costs", "zh-CN": "收费示例" },
  examplesNote: {
    en: "Arriving at {value} on a working day, without a permit or a validation.",
    "zh-CN": "工作日 {value} 入场，无月卡及优惠。",
  },
  stay: { en: "Stay", "zh-CN": "停车时长" },
  fee: { en: "Charge", "zh-CN": "收费" },
  free: { en: "Free", "zh-CN": "免费" },
  none: { en: "No price", "zh-CN": "无价格" },
} as const satisfies Record<string, Words>;

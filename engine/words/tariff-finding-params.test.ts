import { expect, test } from "vitest";
import { locales } from "./locale.ts";
import { tariffParamText } from "./tariff-finding-params.ts";

const params: [name: string, value: string | number, en: string, zh: string][] = [
  ["longestMinutes", 90, "1 h 30 min", "1小时30分钟"],
  ["beforeMinor", 1_250, "€12.50", "€12.50"],
  ["endOfDay", 1_440, "24:00", "24:00"],
  ["entered", "3 540", "Wednesday 09:00", "周三 09:00"],
  ["when", "12345 720-840", "on Monday to Friday from 12:00 to 14:00", "周一至周五12:00–14:00"],
  ["when", "1234567 720-840", "from 12:00 to 14:00", "12:00–14:00"],
  ["when", "67 0-1440", "on Saturdays and Sundays", "周六和周日"],
  ["when", "5 1320-1920", "on Fridays from 22:00 to 08:00", "周五22:00–08:00"],
  ["when", "6 480-2040", "on Saturdays from 08:00 to 10:00 the next day", "周六08:00 至次日 10:00"],
  ["when", "6 480-3360", "on Saturdays from 08:00 to 08:00 2 days later", "周六08:00 至 2 天后 08:00"],
  ["more", 0, "", ""],
  ["more", 1, " (and at one other time)", "（另有 1 个时段）"],
  ["more", 4, " (and at 4 other times)", "（另有 4 个时段）"],
  ["specialDay", "publicHoliday", "public holidays", "法定节假日"],
  ["cap", "rolling 1440 5000", "cap €50.00 per 24 hours", "每 24 小时封顶 €50.00"],
  ["cap", "perStay 0 5000", "cap €50.00 per stay", "单次封顶 €50.00"],
];

test.each(params)("%s %s is said in words", (name, value, en, zh) => {
  const texts = locales.map((locale) => tariffParamText(name, { [name]: value, currency: "EUR" }, locale));
  expect(texts).toEqual([en, zh]);
});

test("what is no parameter of a tariff is left to others", () => {
  expect(tariffParamText("fact", { fact: "fee.due" }, "en")).toBeUndefined();
  expect(tariffParamText("specialDay", { specialDay: "moonDay" }, "en")).toBeUndefined();
  expect(tariffParamText("whenMinutes", {}, "en")).toBeUndefined();
});

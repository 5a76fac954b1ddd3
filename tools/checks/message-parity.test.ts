import { expect, test } from "vitest";
import { compareMessages, flatten } from "./message-parity.ts";

const compare = (english: object, chinese: object) => compareMessages(flatten(english), flatten(chinese));

test("finds a key that one language lacks", () => {
  expect(compare({ lot: { name: "Name" } }, { lot: { title: "名称" } })).toEqual([
    "zh-CN.json lacks lot.name",
    "en.json lacks lot.title",
  ]);
});

test("finds a placeholder and a tag that one language lacks", () => {
  expect(compare({ seen: "{count} cars <b>now</b>" }, { seen: "{number} 辆车" })).toEqual([
    "seen: en.json has <b> {count}, zh-CN.json {number}",
  ]);
});

test("lets languages differ in the branches of a plural", () => {
  const english = "{count, plural, one {# car} other {# cars}} in {lot}";
  expect(compare({ seen: english }, { seen: "{lot} 有 {count, plural, other {# 辆车}}" })).toEqual([]);
});

test("takes the words of a branch for words", () => {
  const english = "{count, plural, =0 {Review} other {Review # changes}}";
  expect(compare({ review: english }, { review: "{count, plural, =0 {复核} other {复核 # 处改动}}" })).toEqual([]);
});

test("finds empty words", () => {
  expect(compare({ save: "Save" }, { save: " " })).toEqual(["save is empty"]);
});

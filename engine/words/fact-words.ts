import type { FactId, facts } from "../model/vocabulary.ts";
import type { Locale, Words } from "./locale.ts";

/** The name of a fact, as it stands in a chip or a table row. */
export function factWord(id: FactId, locale: Locale): string {
  return factWords[id][locale];
}

/** What a person says of a yes-or-no fact that is true, or false. */
export function booleanPhrase(id: BooleanFactId, value: boolean, locale: Locale): string {
  return booleanPhrases[id][value ? "yes" : "no"][locale];
}

export type BooleanFactId = { [Id in FactId]: (typeof facts)[Id]["type"] extends "boolean" ? Id : never }[FactId];

const factWords: Readonly<Record<FactId, Words>> = {
  "event.kind": { en: "what happened", "zh-CN": "事件" },
  "event.time": { en: "time of the event", "zh-CN": "事件时间" },
  "event.localTime": { en: "local time of the event", "zh-CN": "事件当地时间" },
  "lane.id": { en: "lane", "zh-CN": "车道" },
  "lane.direction": { en: "direction of the lane", "zh-CN": "车道方向" },
  "lane.mode": { en: "lane mode", "zh-CN": "车道模式" },
  "place.id": { en: "lot", "zh-CN": "停车场" },
  "area.id": { en: "area", "zh-CN": "区域" },
  "area.fromId": { en: "area the vehicle comes from", "zh-CN": "车辆来自的区域" },
  "plate.text": { en: "plate", "zh-CN": "车牌" },
  "plate.country": { en: "country of the plate", "zh-CN": "车牌所属国家" },
  "plate.type": { en: "kind of plate", "zh-CN": "车牌种类" },
  "plate.color": { en: "colour of the plate", "zh-CN": "车牌颜色" },
  "plate.confidence": { en: "certainty of the plate reading", "zh-CN": "车牌识别可信度" },
  "plate.present": { en: "plate on the vehicle", "zh-CN": "是否有车牌" },
  "plate.obscured": { en: "plate covered", "zh-CN": "车牌是否被遮挡" },
  "match.kind": { en: "match with a known vehicle", "zh-CN": "与已知车辆的匹配" },
  "match.candidateCount": { en: "number of similar vehicles inside", "zh-CN": "场内相似车辆数" },
  "match.plate": { en: "plate that was matched", "zh-CN": "匹配到的车牌" },
  "vehicle.class": { en: "vehicle class", "zh-CN": "车型" },
  "vehicle.propulsion": { en: "drive of the vehicle", "zh-CN": "动力类型" },
  "credential.type": { en: "credential shown", "zh-CN": "出示的凭证" },
  "credential.id": { en: "number of the credential", "zh-CN": "凭证编号" },
  "lists.allow": { en: "allow list", "zh-CN": "白名单" },
  "lists.block": { en: "block list", "zh-CN": "黑名单" },
  "lists.exempt": { en: "exempt list", "zh-CN": "豁免名单" },
  "lists.reason": { en: "reason on the list", "zh-CN": "列入名单的原因" },
  "right.active": { en: "permit in force", "zh-CN": "许可是否有效" },
  "right.kind": { en: "kind of permit", "zh-CN": "许可种类" },
  "right.expiresIn": { en: "time until the permit ends", "zh-CN": "许可剩余时间" },
  "right.withinHours": { en: "permit valid at this hour", "zh-CN": "当前是否在许可时段内" },
  "right.areaAllowed": { en: "permit valid for this area", "zh-CN": "许可是否适用于本区域" },
  "pool.size": { en: "number of places of the shared permit", "zh-CN": "共享许可的车位数" },
  "pool.inUse": { en: "number of places of the shared permit in use", "zh-CN": "共享许可已占用车位数" },
  "reservation.state": { en: "reservation", "zh-CN": "预约状态" },
  "reservation.startsIn": { en: "time until the reservation starts", "zh-CN": "距预约开始的时间" },
  "session.open": { en: "open stay", "zh-CN": "是否有未结束的停车" },
  "session.id": { en: "number of the stay", "zh-CN": "停车编号" },
  "session.enteredAt": { en: "time of entry", "zh-CN": "入场时间" },
  "session.elapsed": { en: "length of the stay", "zh-CN": "停车时长" },
  "session.areas": { en: "areas of the stay", "zh-CN": "停过的区域" },
  "visits.today": { en: "number of visits today", "zh-CN": "今日来访次数" },
  "visits.lastExitAgo": { en: "time since the last exit", "zh-CN": "距上次离场的时间" },
  "freeUsed.today": { en: "free time used today", "zh-CN": "今日已用免费时长" },
  "fee.total": { en: "fee of the stay", "zh-CN": "停车费总额" },
  "fee.paid": { en: "amount paid", "zh-CN": "已付金额" },
  "fee.due": { en: "amount due", "zh-CN": "应付金额" },
  "fee.currency": { en: "currency of the fee", "zh-CN": "费用币种" },
  "fee.quotedAt": { en: "time of the quote", "zh-CN": "计费时间" },
  "fee.notices": { en: "remarks on the stay", "zh-CN": "停车备注" },
  "payment.state": { en: "payment", "zh-CN": "付款状态" },
  "payment.age": { en: "time since payment", "zh-CN": "付款后经过的时间" },
  "payment.graceLeft": { en: "time left to leave after payment", "zh-CN": "付款后剩余离场时间" },
  "autoPay.enabled": { en: "automatic payment", "zh-CN": "是否开通自动扣费" },
  "autoPay.limit": { en: "limit of automatic payment", "zh-CN": "自动扣费限额" },
  "debt.amount": { en: "amount of unpaid fees", "zh-CN": "欠费金额" },
  "debt.count": { en: "number of unpaid stays", "zh-CN": "欠费次数" },
  "debt.ageOfData": { en: "age of the debt list", "zh-CN": "欠费数据的新旧" },
  "validation.types": { en: "validations", "zh-CN": "优惠种类" },
  "area.capacity": { en: "number of places in the area", "zh-CN": "区域车位数" },
  "area.count": { en: "number of vehicles in the area", "zh-CN": "区域内车辆数" },
  "area.available": { en: "number of free places in the area", "zh-CN": "区域空余车位数" },
  "area.capacityForClass": { en: "number of places for this vehicle class", "zh-CN": "该车型的车位数" },
  "area.countForClass": { en: "number of vehicles of this class in the area", "zh-CN": "区域内该车型车辆数" },
  "area.availableForClass": { en: "number of free places for this vehicle class", "zh-CN": "该车型的空余车位数" },
  "loop.before": { en: "vehicle before the barrier", "zh-CN": "道闸前是否有车" },
  "loop.under": { en: "vehicle under the barrier", "zh-CN": "道闸下是否有车" },
  "loop.secondVehicle": { en: "second vehicle close behind", "zh-CN": "后方是否有车跟随" },
  "barrier.state": { en: "barrier", "zh-CN": "道闸状态" },
  "link.cloud": { en: "link to the cloud", "zh-CN": "云端连接" },
  "link.offlineFor": { en: "time without the cloud", "zh-CN": "与云端断开的时间" },
  "rules.age": { en: "age of the rules", "zh-CN": "规则发布后经过的时间" },
  "grant.decision": { en: "decision granted by the cloud", "zh-CN": "云端授权的决定" },
  "grant.reason": { en: "reason of the grant", "zh-CN": "授权原因" },
  "grant.age": { en: "age of the grant", "zh-CN": "授权后经过的时间" },
  "grant.validFor": { en: "time left of the grant", "zh-CN": "授权剩余时间" },
  "grant.limit": { en: "limit of the grant", "zh-CN": "授权限额" },
  "calendar.dayType": { en: "kind of day", "zh-CN": "日期类型" },
  "clock.timeOfDay": { en: "time of day", "zh-CN": "时刻" },
  "clock.dayOfWeek": { en: "day of the week", "zh-CN": "星期" },
};

type YesNo = { readonly yes: Words; readonly no: Words };

const booleanPhrases: Readonly<Record<BooleanFactId, YesNo>> = {
  "plate.present": {
    yes: { en: "the vehicle has a plate", "zh-CN": "车辆有车牌" },
    no: { en: "the vehicle has no plate", "zh-CN": "车辆无车牌" },
  },
  "plate.obscured": {
    yes: { en: "the plate is covered", "zh-CN": "车牌被遮挡" },
    no: { en: "the plate is not covered", "zh-CN": "车牌未被遮挡" },
  },
  "lists.allow": {
    yes: { en: "the vehicle is on the allow list", "zh-CN": "车辆在白名单中" },
    no: { en: "the vehicle is not on the allow list", "zh-CN": "车辆不在白名单中" },
  },
  "lists.block": {
    yes: { en: "the vehicle is on the block list", "zh-CN": "车辆在黑名单中" },
    no: { en: "the vehicle is not on the block list", "zh-CN": "车辆不在黑名单中" },
  },
  "lists.exempt": {
    yes: { en: "the vehicle is on the exempt list", "zh-CN": "车辆在豁免名单中" },
    no: { en: "the vehicle is not on the exempt list", "zh-CN": "车辆不在豁免名单中" },
  },
  "right.active": {
    yes: { en: "the vehicle has a permit in force", "zh-CN": "车辆持有有效许可" },
    no: { en: "the vehicle has no permit in force", "zh-CN": "车辆没有有效许可" },
  },
  "right.withinHours": {
    yes: { en: "the permit is valid at this hour", "zh-CN": "当前在许可时段内" },
    no: { en: "the permit is not valid at this hour", "zh-CN": "当前不在许可时段内" },
  },
  "right.areaAllowed": {
    yes: { en: "the permit is valid for this area", "zh-CN": "许可适用于本区域" },
    no: { en: "the permit is not valid for this area", "zh-CN": "许可不适用于本区域" },
  },
  "session.open": {
    yes: { en: "the vehicle has an open stay", "zh-CN": "车辆有未结束的停车" },
    no: { en: "the vehicle has no open stay", "zh-CN": "车辆没有未结束的停车" },
  },
  "autoPay.enabled": {
    yes: { en: "automatic payment is on", "zh-CN": "已开通自动扣费" },
    no: { en: "automatic payment is off", "zh-CN": "未开通自动扣费" },
  },
  "loop.before": {
    yes: { en: "a vehicle stands before the barrier", "zh-CN": "道闸前有车" },
    no: { en: "no vehicle stands before the barrier", "zh-CN": "道闸前无车" },
  },
  "loop.under": {
    yes: { en: "a vehicle stands under the barrier", "zh-CN": "道闸下有车" },
    no: { en: "no vehicle stands under the barrier", "zh-CN": "道闸下无车" },
  },
  "loop.secondVehicle": {
    yes: { en: "a second vehicle is close behind", "zh-CN": "后方有车紧跟" },
    no: { en: "no second vehicle is close behind", "zh-CN": "后方无车紧跟" },
  },
};

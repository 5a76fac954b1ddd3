import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import type { Words } from "./locale.ts";

/** The sentence of every diagnostic. `{name}` stands for a parameter. */
export const diagnosticWords = {
  "shape.type": { en: "This has the wrong form: {expected} is needed.", "zh-CN": "格式不正确：此处需要 {expected}。" },
  "shape.value": { en: "This value is not one of those allowed.", "zh-CN": "该值不在允许的范围内。" },
  "shape.form": { en: "This is not a form that is known here.", "zh-CN": "无法识别此处的内容。" },
  "shape.format": { en: "This does not have the form that is needed.", "zh-CN": "此处的写法不符合要求。" },
  "shape.tooBig": { en: "This is too large or too long: at most {max}.", "zh-CN": "超出上限：最多 {max}。" },
  "shape.tooSmall": { en: "This is too small or too short: at least {min}.", "zh-CN": "低于下限：至少 {min}。" },
  "shape.unknownKey": { en: "“{key}” is not known here. Remove it.", "zh-CN": "此处不认识“{key}”，请删除。" },
  "shape.tooDeep": { en: "This nests too deeply: at most {max} levels.", "zh-CN": "嵌套过深：最多 {max} 层。" },

  "rule.duplicateId": {
    en: "Two rules share the name “{ruleId}”. Rename one.",
    "zh-CN": "有两条规则同为“{ruleId}”，请重命名其中一条。",
  },
  "rule.reservedId": {
    en: "“{ruleId}” is the fixed last rule. Choose another name.",
    "zh-CN": "“{ruleId}”是固定的最后一条规则，请换一个名称。",
  },
  "rule.nothingToDo": {
    en: "This rule does nothing. Choose a decision or an action.",
    "zh-CN": "此规则没有任何动作，请选择一个决定或动作。",
  },
  "rule.emptyGroup": {
    en: "This group has no condition. Add one or remove the group.",
    "zh-CN": "该条件组为空，请添加条件或删除该组。",
  },
  "rule.tooDeep": {
    en: "These conditions nest too deeply: at most {max} levels.",
    "zh-CN": "条件嵌套过深：最多 {max} 层。",
  },
  "rule.tooManyConditions": {
    en: "This rule has too many conditions: at most {max}.",
    "zh-CN": "此规则的条件过多：最多 {max} 个。",
  },

  "rule.neverHolds": {
    en: "This rule can never act: its conditions exclude each other.",
    "zh-CN": "此规则永远不会生效：它的条件互相排斥。",
  },
  "rule.neverPossible": {
    en: "This rule can never act: no vehicle at this lot can be in such a situation.",
    "zh-CN": "此规则永远不会生效：本停车场不会出现这样的情况。",
  },
  "rule.hidden": {
    en: "This rule can never act: wherever it would match, {rules} decided before.",
    "zh-CN": "此规则永远不会生效：凡是它会匹配的情况，都已先由{rules}决定。",
  },
  "rule.redundant": {
    en: "This rule changes nothing: without it every vehicle is decided alike.",
    "zh-CN": "此规则不起作用：没有它，每辆车的决定也完全相同。",
  },
  "rule.contradicts": {
    en: "This rule and {rule} ask about the same things and decide differently where both match. Only their order settles it.",
    "zh-CN": "此规则与{rule}判断的内容相同，同时匹配时决定却不同，只由先后顺序决定结果。",
  },
  "rules.onlyOtherwise": {
    en: "No rule decides here: the vehicle is held and support is called.",
    "zh-CN": "此时没有规则作出决定：拦停车辆并呼叫客服。",
  },
  "rules.moreOtherwise": {
    en: "There are {count} more kinds of situation that no rule decides.",
    "zh-CN": "另有{count}类情况没有规则作出决定。",
  },
  "rules.unknownUnhandled": {
    en: "No rule decides when the {fact} is not known, though some rule does whenever it is.",
    "zh-CN": "“{fact}”未知时没有规则作出决定，而只要已知就有规则决定。",
  },
  "lane.noWayOut": {
    en: "No vehicle can leave by {lane}, whatever its driver or the staff do: no rule opens there without a permit or a list.",
    "zh-CN": "无论驾驶人或工作人员怎么做，车辆都无法从{lane}离场：没有许可或名单时，没有规则会开闸。",
  },

  "condition.operator": {
    en: "“{operator}” cannot be asked of the {fact}.",
    "zh-CN": "“{fact}”不能使用“{operator}”。",
  },
  "condition.valueMissing": { en: "Say what the {fact} is compared with.", "zh-CN": "请填写与“{fact}”比较的内容。" },
  "condition.valueNotAllowed": { en: "“{operator}” takes no value.", "zh-CN": "“{operator}”不需要填写内容。" },
  "condition.valueType": { en: "The {fact} cannot be compared with this.", "zh-CN": "“{fact}”不能与此内容比较。" },
  "condition.valueNotInList": {
    en: "“{value}” is not a value of the {fact}.",
    "zh-CN": "“{value}”不是“{fact}”的可选值。",
  },
  "condition.valueOutOfRange": {
    en: "{value} is outside the range of the {fact} ({min} to {max}).",
    "zh-CN": "{value} 超出“{fact}”的范围（{min} 至 {max}）。",
  },
  "condition.notComparable": {
    en: "The {fact} cannot be compared with the {other}.",
    "zh-CN": "“{fact}”不能与“{other}”比较。",
  },
  "condition.personalValue": {
    en: "A {fact} is personal and cannot be typed into a rule. Put the vehicle on a list instead.",
    "zh-CN": "“{fact}”属于个人信息，不能写入规则，请改用名单。",
  },
  "condition.laneUnknown": {
    en: "The lot has no lane “{lane}”. Choose one that it has.",
    "zh-CN": "停车场没有车道“{lane}”，请选择现有车道。",
  },

  "action.reason": { en: "“{reason}” is not a reason to {action}.", "zh-CN": "“{reason}”不能作为“{action}”的原因。" },
  "action.paramUnknown": { en: "To {action} there is no “{param}”.", "zh-CN": "“{action}”没有“{param}”这一项。" },
  "action.paramMissing": { en: "To {action}, fill in “{param}”.", "zh-CN": "“{action}”需要填写“{param}”。" },
  "action.paramType": { en: "“{param}” has the wrong form.", "zh-CN": "“{param}”格式不正确。" },
  "action.paramNotInList": {
    en: "“{param}” is not one of the values allowed.",
    "zh-CN": "“{param}”不在允许的范围内。",
  },
  "action.paramOutOfRange": {
    en: "“{param}” must be from {min} to {max}.",
    "zh-CN": "“{param}”必须在 {min} 至 {max} 之间。",
  },
  "action.paramTooLong": { en: "“{param}” is empty or too long.", "zh-CN": "“{param}”为空或过长。" },
  "action.paramFact": {
    en: "“{param}” must refer to a figure of the quote; an amount is never typed into a rule.",
    "zh-CN": "“{param}”必须引用计费结果，不能在规则中直接填写金额。",
  },

  "tariff.minorUnitDigits": {
    en: "{currency} has {digits} digits after the point.",
    "zh-CN": "{currency} 有 {digits} 位小数。",
  },
  "rateTable.unknown": { en: "There is no price table “{rateTable}”.", "zh-CN": "没有价目表“{rateTable}”。" },
  "rateTable.duplicate": {
    en: "The price table “{rateTable}” is there twice in the same version.",
    "zh-CN": "价目表“{rateTable}”的同一版本出现了两次。",
  },
  "rateTable.validityEmpty": {
    en: "The price table ends before it begins.",
    "zh-CN": "价目表的结束日期早于开始日期。",
  },
  "cap.periodOnTable": {
    en: "A limit per period belongs to the period's own prices.",
    "zh-CN": "按时段封顶应设在该时段的价格中。",
  },
  "collection.duplicate": { en: "Two sets of prices share the name “{id}”.", "zh-CN": "有两组价格同名“{id}”。" },
  "collection.hidesRest": {
    en: "These prices always hold, so those after them never count.",
    "zh-CN": "这组价格始终有效，其后的价格永远不会生效。",
  },
  "line.empty": { en: "This price covers no time.", "zh-CN": "该价格不覆盖任何时间。" },
  "tier.falls": { en: "A longer stay costs less here than a shorter one.", "zh-CN": "此处停得更久反而更便宜。" },
  "tier.order": { en: "The steps must stand in rising order.", "zh-CN": "阶梯必须按时长从短到长排列。" },
  "freeAllowance.longerThanWindow": {
    en: "More minutes are free than the window has.",
    "zh-CN": "免费分钟数多于时间窗口的长度。",
  },
  "cap.indexEmpty": { en: "The limit ends before it begins to count.", "zh-CN": "封顶的截止序号早于起始序号。" },
  "timesOfDay.never": {
    en: "No stay can enter and leave in this window.",
    "zh-CN": "没有停车能在此时间窗内入场并出场。",
  },
  "event.windowEmpty": {
    en: "The window around the event ends before it begins.",
    "zh-CN": "活动时间窗的结束早于开始。",
  },
  "event.none": {
    en: "The tariff has no event of this kind, so this window never holds.",
    "zh-CN": "价目中没有这类活动，此时间窗永远不会生效。",
  },
  "coverage.hidesRest": {
    en: "This row is for every right, so those after it never count.",
    "zh-CN": "此行适用于所有权益，其后的各行永远不会生效。",
  },
  "area.twice": { en: "The area “{area}” is listed twice.", "zh-CN": "区域“{area}”列出了两次。" },
  "area.noPrice": {
    en: "No row gives the area “{area}” prices of its own, so it costs what the outer lot costs.",
    "zh-CN": "没有为区域“{area}”单独定价，将按外场价格计费。",
  },
  "exitGrace.twice": {
    en: "The channel “{channel}” has two exit graces; the first counts.",
    "zh-CN": "渠道“{channel}”设置了两次出场宽限，以第一次为准。",
  },
  "noReturn.continues": {
    en: "A plate that comes back continues its stay and is also told that it came back too soon.",
    "zh-CN": "同一车辆返场既会延续原停车，又会被视为过早返场。",
  },
  "maxStay.shorterThanTurnRound": {
    en: "The longest stay is no longer than the time to turn round.",
    "zh-CN": "最长停车时间不长于掉头时间。",
  },
  "validationLimits.none": { en: "These limits have no validations to limit.", "zh-CN": "没有优惠，此限制不起作用。" },

  "bundle.tooLarge": {
    en: "The compiled version is too large: {bytes} bytes, at most {max}.",
    "zh-CN": "编译后的版本过大：{bytes} 字节，最多 {max} 字节。",
  },
  "bundle.notText": { en: "The compiled version is not text.", "zh-CN": "编译后的版本不是文本。" },
  "bundle.notJson": { en: "The compiled version is not JSON.", "zh-CN": "编译后的版本不是 JSON。" },
  "bundle.tooDeep": { en: "The compiled version nests too deeply.", "zh-CN": "编译后的版本嵌套过深。" },
  "bundle.envelope": {
    en: "The lot or its lanes are not set up correctly: {message}.",
    "zh-CN": "停车场或车道的设置有误：{message}。",
  },
  "bundle.semantics": {
    en: "The compiled version is for another engine: {message}.",
    "zh-CN": "编译后的版本属于其他引擎版本：{message}。",
  },
  "bundle.clock": {
    en: "The lot's time zone and its clock changes do not fit: {message}.",
    "zh-CN": "停车场的时区与时钟变更表不符：{message}。",
  },
  "bundle.tariff": { en: "The tariff cannot be used: {message}.", "zh-CN": "价目无法使用：{message}。" },
  "bundle.release": { en: "A rule cannot be used: {message}.", "zh-CN": "规则无法使用：{message}。" },
  "bundle.notCanonical": {
    en: "The compiled version is not in its one spelling.",
    "zh-CN": "编译后的版本不是规范写法。",
  },
  "bundle.selfCheck": {
    en: "The compiled version fails its own check: {message}.",
    "zh-CN": "编译后的版本未通过自检：{message}。",
  },

  "exchange.lost": {
    en: "“{field}” sets a price or a condition that has no word on the other side: it is missing there.",
    "zh-CN": "“{field}”规定了价格或条件，对方格式无法表达，因此缺失。",
  },
  "exchange.leftOut": {
    en: "“{field}” is left out; it does not change a price.",
    "zh-CN": "“{field}”被略去，不影响价格。",
  },
  "exchange.noPrice": {
    en: "Nothing here prices the time of a parked car.",
    "zh-CN": "这里没有任何按停车时间计费的价格。",
  },
  "exchange.unusable": {
    en: "What came out is no usable tariff ({problem}).",
    "zh-CN": "转换结果不是可用的价目（{problem}）。",
  },
  "exchange.unitBoundary": {
    en: "A literal reading asks for one more unit at exactly {minutes} min; here “up to {minutes} min” includes {minutes} min.",
    "zh-CN": "按字面理解，恰好 {minutes} 分钟要多收一个单位；此处“{minutes} 分钟以内”包含 {minutes} 分钟。",
  },
  "exchange.amountRounded": {
    en: "{value} is finer than an amount can be here and is rounded.",
    "zh-CN": "{value} 的精度超出此处金额的精度，已四舍五入。",
  },
  "exchange.amountRefused": { en: "{value} cannot be a price.", "zh-CN": "{value} 不能作为价格。" },
  "exchange.duration": { en: "“{value}” is not a duration that can be read.", "zh-CN": "无法识别时长“{value}”。" },
  "exchange.durationRounded": {
    en: "“{value}” is counted as {minutes} min.",
    "zh-CN": "“{value}”按 {minutes} 分钟计算。",
  },
  "exchange.time": { en: "“{value}” is not a time that can be read.", "zh-CN": "无法识别时间“{value}”。" },
  "exchange.timeWithinDay": {
    en: "A price table holds for whole days: “{value}” is moved to the edge of its day.",
    "zh-CN": "价目表按整天生效：“{value}”已移到当天的边界。",
  },
  "ocpi.timeAsParking": {
    en: "The price of charging time is taken for the time of the stay.",
    "zh-CN": "充电时间的价格被当作停车时间的价格。",
  },
  "ocpi.stepLeftOut": {
    en: "The time is charged by the second; the source rounds the sum of a session up to {seconds} s, once.",
    "zh-CN": "按秒计费；来源对整次停车的总时长只向上取整一次，取整单位为 {seconds} 秒。",
  },
  "ocpi.flatAtEntry": {
    en: "This price is due once for stays that begin while it is active.",
    "zh-CN": "此价格对在其生效时开始的停车收取一次。",
  },
  "ocpi.minPriceWhenFree": {
    en: "The minimum is charged once anything is owed; a stay in free time stays free.",
    "zh-CN": "一旦产生费用才收取最低金额；免费时段的停车仍然免费。",
  },
  "apds.flatRateEnd": {
    en: "A price that is due once has no end; its end is left out.",
    "zh-CN": "一次性价格没有结束时间，其结束时间被略去。",
  },
  "apds.tierWithoutIncrement": {
    en: "This price has no increment, so it is taken for the total up to its end.",
    "zh-CN": "该价格没有递增单位，因此视为截至结束时间的总价。",
  },
  "apds.tierGap": {
    en: "Between {from} and {to} min no total is given; the next one counts.",
    "zh-CN": "{from} 至 {to} 分钟之间没有总价，按下一档计算。",
  },
  "apds.beyondMaxTime": {
    en: "Nothing is said of stays above {minutes} min; they owe what was owed then.",
    "zh-CN": "超过 {minutes} 分钟的停车没有规定，按当时应付金额计算。",
  },
  "apds.noEligibility": {
    en: "Nothing says which stays this table is for; the tables are tried in their order.",
    "zh-CN": "没有说明此价目表适用于哪些停车；各价目表按顺序选用。",
  },
  "apds.anyQualification": {
    en: "Several qualifications are read as alternatives: one of them is enough.",
    "zh-CN": "多个资格条件按“任一”理解：满足其一即可。",
  },
  "apds.discountSign": {
    en: "The standard leaves the sign open; {rate} % is taken off.",
    "zh-CN": "标准未明确正负号；按减免 {rate}% 处理。",
  },
  "apds.tableMissing": {
    en: "The rate table “{rateTable}” is not in this document.",
    "zh-CN": "文件中没有价目表“{rateTable}”。",
  },
  "apds.differs": {
    en: "A tariff has one {field}; this one differs from the first and is left out.",
    "zh-CN": "一份价目只能有一个 {field}；此处与第一个不同，被略去。",
  },
  "apds.specialDays": {
    en: "The document names kinds of days; their dates are not part of it.",
    "zh-CN": "文件只说明日期类型，不包含具体日期。",
  },

  "fee.fallsInWindow": {
    en: "Entering on {entered}, {shorterMinutes} cost {beforeMinor} and {longerMinutes} only {afterMinor}: “{rateTable}” is only for cars that leave within its hours. Check that this is meant.",
    "zh-CN":
      "{entered} 入场，停 {shorterMinutes} 收 {beforeMinor}，停 {longerMinutes} 只收 {afterMinor}：“{rateTable}”只适用于在规定时间内出场的车辆。请确认是否有意如此。",
  },
  "fee.fallsByExitTime": {
    en: "Entering on {entered}, {shorterMinutes} cost {beforeMinor} and {longerMinutes} only {afterMinor}: the time of exit chooses the price of the whole stay. Check that this is meant.",
    "zh-CN":
      "{entered} 入场，停 {shorterMinutes} 收 {beforeMinor}，停 {longerMinutes} 只收 {afterMinor}：整次停车按出场时间选价。请确认是否有意如此。",
  },
  "fee.fallsInTier": {
    en: "Entering on {entered}, {shorterMinutes} cost {beforeMinor} and {longerMinutes} only {afterMinor}: this total is lower than the one before it. Raise it, or lower the one before.",
    "zh-CN":
      "{entered} 入场，停 {shorterMinutes} 收 {beforeMinor}，停 {longerMinutes} 只收 {afterMinor}：此阶梯总价低于上一级。请调高此价或调低上一级。",
  },
  "calendar.gap": {
    en: "No price holds {when}{more}, so that time is free. If that is meant, add a period that is free.",
    "zh-CN": "{when}没有任何价格{more}，该时段免费。如有意如此，请添加一个免费时段。",
  },
  "calendar.overlap": {
    en: "“{first}” and “{second}” both hold {when}: “{first}” counts, and this part of “{second}” never does.",
    "zh-CN": "“{first}”与“{second}”在{when}同时有效：按“{first}”计费，“{second}”的这一段不生效。",
  },
  "collection.neverHolds": {
    en: "“{collection}” never counts: other prices go before it whenever it would, or its days never come.",
    "zh-CN": "“{collection}”永远不会生效：其有效时间总被前面的价格覆盖，或其日期不会出现。",
  },
  "eligibility.neverUsed": {
    en: "Row {place}, for “{rateTable}”, is never used: the rows before it take every stay that it is for.",
    "zh-CN": "第 {place} 行（“{rateTable}”）永远用不到：符合条件的停车都已由前面的行处理。",
  },
  "rateTable.neverUsed": {
    en: "Nothing uses the price table “{rateTable}”.",
    "zh-CN": "没有任何地方使用价目表“{rateTable}”。",
  },
  "rateTable.neverInForce": {
    en: "Version {version} of “{rateTable}” is never in force: newer versions hold on all of its days.",
    "zh-CN": "“{rateTable}”的第 {version} 版永远不会生效：其有效期内均由更新的版本生效。",
  },
  "specialDay.noDate": {
    en: "No date is marked for {specialDay}, so this never holds. Add the dates, or remove it here.",
    "zh-CN": "没有任何日期标为{specialDay}，此处永远不成立。请添加日期，或在此处删除。",
  },
  "specialDay.unused": {
    en: "{date} is marked for {specialDay}, but no price asks for such days. Dates marked so: {count}.",
    "zh-CN": "{date} 标为{specialDay}，但没有价格使用此类日期。此类日期共 {count} 个。",
  },
  "specialDay.outsideClock": {
    en: "{date} is outside the years that the lot's clock covers and has no effect. Dates like it: {count}.",
    "zh-CN": "{date} 超出停车场时钟表覆盖的年份，不起作用。此类日期共 {count} 个。",
  },
  "specialDay.outsideValidity": {
    en: "On {date} no price table is in force, so the date has no effect. Dates like it: {count}.",
    "zh-CN": "{date} 没有生效的价目表，该日期不起作用。此类日期共 {count} 个。",
  },
  "cap.neverBinds": {
    en: "This limit ({cap}) never takes anything off: no stay of up to {longestMinutes} reaches it.",
    "zh-CN": "此封顶（{cap}）不起作用：{longestMinutes}以内的停车均达不到。",
  },
  "minimum.neverBinds": {
    en: "The least charge of {minimumMinor} never matters: the cheapest price is {leastMinor} already.",
    "zh-CN": "最低收费 {minimumMinor} 不起作用：最便宜的价格已是 {leastMinor}。",
  },
  "freePeriod.coversAll": {
    en: "“{rateTable}” never costs anything: it is for stays of up to {longestMinutes}, and {freeMinutes} are free.",
    "zh-CN": "“{rateTable}”永远不收费：适用的停车最长 {longestMinutes}，而免费时间为 {freeMinutes}。",
  },
  "unit.cutByPeriod": {
    en: "A stay of {stayMinutes} over {boundaryOfDay} costs {feeMinor}: the period ends within a unit of {unitMinutes}, and the next begins its own. If the unit ran out first, the stay would cost {carriedMinor}.",
    "zh-CN":
      "跨 {boundaryOfDay} 停 {stayMinutes} 收 {feeMinor}：时段在一个 {unitMinutes} 的计费单位中途结束，下一时段又重新起算。若先计满该单位，则收 {carriedMinor}。",
  },
  "law.spainPerMinute": {
    en: "Spain: Ley 44/2006 asks for prices by the minute without rounding up; here a started unit of {unitMinutes} is charged.",
    "zh-CN": "西班牙：第 44/2006 号法律要求按分钟计费、不得进位；此处按开始的 {unitMinutes} 计费。",
  },
  "law.chileExpired": {
    en: "Chile: Ley 20.967 asks for prices by the minute or for time that has run out; here a started unit of {unitMinutes} is charged.",
    "zh-CN": "智利：第 20.967 号法律要求按分钟或按已满时段计费；此处按开始的 {unitMinutes} 计费。",
  },
  "law.chileLostTicket": {
    en: "Chile: Ley 20.967 forbids a charge for a lost ticket; here it is {amountMinor}.",
    "zh-CN": "智利：第 20.967 号法律禁止对凭证遗失收费；此处收 {amountMinor}。",
  },
  "law.franceQuarterHour": {
    en: "France: since 2015 short stays are charged by units of at most 15 minutes; here the unit is {unitMinutes}.",
    "zh-CN": "法国：自 2015 年起，短时停车的计费单位最多 15 分钟；此处为 {unitMinutes}。",
  },
  "law.chinaFreeTime": {
    en: "No free time is set. In China the local price office often fixes how many minutes are free: check its notice.",
    "zh-CN": "未设置免费时长。各地价格主管部门常规定免费分钟数，请核对当地文件。",
  },
  "law.chinaDayCap": {
    en: "No limit per day is set. In China the local price office often fixes the most for 24 hours: check its notice.",
    "zh-CN": "未设置单日封顶。各地价格主管部门常规定 24 小时最高收费，请核对当地文件。",
  },
} as const satisfies Record<DiagnosticCode, Words>;

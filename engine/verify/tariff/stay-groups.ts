import { isEligible } from "../../price/eligible.ts";
import { pricesText, rowsText } from "./same-prices.ts";
import { kindsLike, type StayConditions, stayProfiles } from "./stay-profiles.ts";
import type { TariffView } from "./tariff-view.ts";
import { reachableRows } from "./unused-parts.ts";

/**
 * Kinds of stay that two tariffs may price differently: each group is chosen for and priced by the same rows of both.
 * `isAll`: there is no other kind of stay. `complete` is false where there are too many kinds to look at.
 */
export function stayGroups(views: { before: TariffView; after: TariffView }): {
  groups: StayConditions[][];
  isAll: boolean;
  complete: boolean;
} {
  const { profiles, complete } = stayProfiles([views.before.tariff, views.after.tariff]);
  const groups = new Map<string, StayConditions[]>();
  let same = 0;
  for (const { conditions } of [...profiles, ...otherKinds(views)]) {
    const before = choiceText(views.before, conditions);
    const after = choiceText(views.after, conditions);
    if (before === after) {
      same += 1;
      continue;
    }
    const key = `${before}\n${after}`;
    groups.set(key, [...(groups.get(key) ?? []), conditions]);
  }
  const tariffs = [views.before.tariff, views.after.tariff];
  const named = [...groups.values()].map((group) => group.flatMap((one) => kindsLike(tariffs, one)));
  return { groups: named, isAll: same === 0 && groups.size === 1, complete };
}

/** Everything that decides the price of a kind of stay, as a text. */
function choiceText(view: TariffView, conditions: StayConditions): string {
  const { tariff } = view;
  const stay = { entryAt: 0, exitAt: 0, ...conditions };
  const rows = tariff.rateEligibility.flatMap(({ eligibility }, index) =>
    eligibility === undefined || isEligible(eligibility, stay) ? [index] : [],
  );
  const kinds = (tariff.validations ?? []).filter(({ type }) => conditions.validations?.includes(type));
  const lost = conditions.lostCredential ? tariff.lostCredential : undefined;
  return `${rowsText(tariff, reachableRows(view, rows), conditions)} ${pricesText([kinds, lost ?? null])}`;
}

/** Kinds of stay that no eligibility asks for, but that one of the tariffs treats in another way. */
function otherKinds({ before, after }: { before: TariffView; after: TariffView }): { conditions: StayConditions }[] {
  const kindsOf = ({ tariff }: TariffView) => new Map((tariff.validations ?? []).map((kind) => [kind.type, kind]));
  const [one, other] = [kindsOf(before), kindsOf(after)];
  const types = [...new Set([...one.keys(), ...other.keys()])];
  const changed = types.filter((type) => pricesText(one.get(type) ?? null) !== pricesText(other.get(type) ?? null));
  const isLostChanged =
    pricesText(before.tariff.lostCredential ?? null) !== pricesText(after.tariff.lostCredential ?? null);
  return [
    ...changed.map((type) => ({ conditions: { validations: [type] } })),
    ...(isLostChanged ? [{ conditions: { lostCredential: true } }] : []),
  ];
}

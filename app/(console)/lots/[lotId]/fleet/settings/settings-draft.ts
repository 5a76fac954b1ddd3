import type { EdgeSettings, WholeSettings } from "#contracts/edge-settings.ts";

/** One value among settings: where it stands, and what it is. */
export type SettingValue = string | number | boolean | null;
const settingNames = [
  ...(["onJournalFailure", "onRuleFailure", "diskMegabytes", "meteredMegabytesPerDay"] as const),
  ...(["backlogKbitPerSecond", "telemetrySeconds", "isMetered", "provenAfterSeconds"] as const),
];
type SettingName = (typeof settingNames)[number];
export type SettingPlace = {
  readonly group: "lanes" | "uplinks" | "edge";
  readonly id: string;
  readonly name: SettingName;
};
type Placed = SettingPlace & { readonly value: SettingValue };
export type SettingChange = SettingPlace & {
  readonly before: SettingValue | undefined;
  readonly after: SettingValue | undefined;
};

/** What differs from what the edge was installed with: all that has to be said to it. */
export function changedFrom(installed: WholeSettings, whole: WholeSettings): EdgeSettings {
  const changed: EdgeSettings = {
    lanes: eachOther(installed.lanes, whole.lanes),
    photos: other(installed.photos, whole.photos),
    uplinks: eachOther(installed.uplinks, whole.uplinks),
    ...other(
      { backlogKbitPerSecond: installed.backlogKbitPerSecond, telemetrySeconds: installed.telemetrySeconds },
      { backlogKbitPerSecond: whole.backlogKbitPerSecond, telemetrySeconds: whole.telemetrySeconds },
    ),
  };
  const said = Object.entries(changed).filter(
    ([, value]) => typeof value !== "object" || Object.keys(value).length > 0,
  );
  return Object.fromEntries(said);
}

/** What a change changed, value by value; undefined: as installed. */
export function settingChanges(before: EdgeSettings, after: EdgeSettings): SettingChange[] {
  const [was, is] = [placed(before), placed(after)];
  const find = (all: readonly Placed[], { group, id, name }: SettingPlace) =>
    all.find((one) => one.group === group && one.id === id && one.name === name)?.value;
  const places = [...was, ...is.filter((one) => find(was, one) === undefined)];
  return places.map(({ group, id, name }) => {
    const place = { group, id, name };
    return { ...place, before: find(was, place), after: find(is, place) };
  });
}

function placed(settings: EdgeSettings): Placed[] {
  const { lanes = {}, uplinks = {}, photos = {}, ...own } = settings;
  return [
    ...Object.entries(lanes).flatMap(([id, lane]) => valuesOf("lanes", id, lane)),
    ...valuesOf("edge", "", photos),
    ...Object.entries(uplinks).flatMap(([id, uplink]) => valuesOf("uplinks", id, uplink)),
    ...valuesOf("edge", "", own),
  ];
}

function valuesOf(group: SettingPlace["group"], id: string, said: Readonly<Record<string, unknown>>): Placed[] {
  return Object.entries(said).flatMap(([key, value]) => {
    const name = settingNames.find((one) => one === key);
    return name !== undefined && isValue(value) ? [{ group, id, name, value }] : [];
  });
}

function isValue(value: unknown): value is SettingValue {
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function eachOther<T extends object>(
  installed: Record<string, T>,
  whole: Record<string, T>,
): Record<string, Partial<T>> {
  const entries = Object.entries(installed).map(([id, one]) => [id, other(one, whole[id] ?? one)] as const);
  return Object.fromEntries(entries.filter(([, said]) => Object.keys(said).length > 0));
}

function other<T extends object>(installed: T, whole: T): Partial<T> {
  const said: Partial<T> = {};
  for (const name in installed) if (installed[name] !== whole[name]) said[name] = whole[name];
  return said;
}

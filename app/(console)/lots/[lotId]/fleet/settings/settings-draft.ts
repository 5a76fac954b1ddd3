import type { EdgeSettings, WholeSettings } from "#contracts/edge-settings.ts";

/** One value among settings: where it stands, and what it is. */
export type SettingValue = string | number | boolean | null;
export type SettingName = keyof WholeSettings["lanes"][string] | keyof WholeSettings["uplinks"][string] | OwnName;
type OwnName = keyof WholeSettings["photos"] | "backlogKbitPerSecond" | "telemetrySeconds";
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
  const values = (group: SettingPlace["group"], id: string, said: object) =>
    Object.entries(said).map(([name, value]) => ({
      group,
      id,
      name: name as SettingName,
      value: value as SettingValue,
    }));
  return [
    ...Object.entries(lanes).flatMap(([id, lane]) => values("lanes", id, lane)),
    ...values("edge", "", photos),
    ...Object.entries(uplinks).flatMap(([id, uplink]) => values("uplinks", id, uplink)),
    ...values("edge", "", own),
  ];
}

function eachOther<T extends object>(
  installed: Record<string, T>,
  whole: Record<string, T>,
): Record<string, Partial<T>> {
  const entries = Object.entries(installed).map(([id, one]) => [id, other(one, whole[id] ?? one)] as const);
  return Object.fromEntries(entries.filter(([, said]) => Object.keys(said).length > 0));
}

function other<T extends object>(installed: T, whole: T): Partial<T> {
  const names = Object.keys(installed) as (keyof T)[];
  return Object.fromEntries(
    names.filter((name) => installed[name] !== whole[name]).map((name) => [name, whole[name]]),
  ) as Partial<T>;
}

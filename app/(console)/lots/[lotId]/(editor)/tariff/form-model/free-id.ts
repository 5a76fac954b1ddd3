/** A name that no item of a list has yet: the wanted one, or with the first free number after it. */
export function freeId(items: readonly unknown[], wanted: string): string {
  const taken = new Set(items.map((item) => (item as { id?: unknown }).id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}${n}`;
    if (!taken.has(id)) return id;
  }
}

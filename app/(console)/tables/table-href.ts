/** The page of a shared table. */
export function tableHref({ operatorId, tableId }: { operatorId: string; tableId: string }): string {
  return `/tables/${encodeURIComponent(operatorId)}/${tableId}`;
}

/** The review of the first of these lots, with the others in its second wave. */
export function rolloutHref([first = "", ...others]: readonly string[]): string {
  const review = `/lots/${encodeURIComponent(first)}/review`;
  return others.length === 0 ? review : `${review}?with=${others.map(encodeURIComponent).join(",")}`;
}

/**
 * The same request with its body in memory, or null when that is longer than allowed: a sender need not say beforehand
 * how much will come, and what nobody has bounded would be collected to its end.
 */
export async function boundBody(request: Request, bytesMax: number): Promise<Request | null> {
  if (request.body === null) return request;
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > bytesMax) {
      await reader.cancel().catch(() => undefined); // it is not wanted, however it ends
      return null;
    }
    chunks.push(value);
  }
  const { url, method, headers, signal } = request;
  const isSaid = headers.has("content-length");
  const kept = new Headers(headers);
  if (isSaid) kept.set("content-length", String(size));
  return new Request(url, { method, headers: kept, signal, body: Buffer.concat(chunks) });
}

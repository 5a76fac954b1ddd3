/** Where a browser finds the console, e.g. `http://127.0.0.1:15300`. */
export function webAddress(env: Readonly<Record<string, string | undefined>> = process.env): URL {
  return new URL(env.LIFTGATE_WEB_URL ?? "http://127.0.0.1:15300");
}

/** The origins whose pages may change something. On the machine itself it has more than one name. */
export function trustedOrigins(address: URL): string[] {
  if (!isLoopback(address)) return [address.origin];
  const port = address.port ? `:${address.port}` : "";
  return ["127.0.0.1", "localhost", "[::1]"].map((host) => `${address.protocol}//${host}${port}`);
}

/** A browser names the page that sends; a page of another origin changes nothing here, whatever cookies come along. */
export function isFromElsewhere(request: Request, address: URL): boolean {
  const origin = request.headers.get("origin");
  return request.method !== "GET" && origin !== null && !trustedOrigins(address).includes(origin);
}

/** Everywhere but on the machine itself the session cookie travels over TLS alone. */
export function needsSecureCookie(address: URL): boolean {
  return address.protocol === "https:" || !isLoopback(address);
}

function isLoopback(address: URL): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
}

/** How the console looks for one person on one browser. Kept in cookies, so that the first paint is right. */
export const themes = ["system", "light", "dark"] as const;
export const densities = ["comfortable", "compact"] as const;

export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];

export const themeCookie = "liftgate-theme";
export const densityCookie = "liftgate-density";

export function isTheme(value: string | undefined): value is Theme {
  return value !== undefined && (themes as readonly string[]).includes(value);
}

export function isDensity(value: string | undefined): value is Density {
  return value !== undefined && (densities as readonly string[]).includes(value);
}

const yearSeconds = 31_536_000;

/** Remembers a choice for a year. */
export function rememberPreference(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in the last two versions of every main browser.
  document.cookie = `${cookie}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
}

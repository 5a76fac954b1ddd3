/** A raised barrier on its post. */
export function BrandMark() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      className="size-5 shrink-0 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3 17h5M5.5 17V9.5M5.5 9.5 17 4.5M5.5 9.5v3" />
    </svg>
  );
}

/** The first digits of a SHA-256 on a screen; on paper, where nothing can be pointed at, all of them. */
export function Fingerprint({ sha256, length }: { sha256: string; length: number }) {
  return (
    <>
      <span className="screen-only">{sha256.slice(0, length)}</span>
      <span className="paper-only wrap-anywhere">{sha256}</span>
    </>
  );
}

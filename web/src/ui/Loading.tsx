/** Grey lines where text will be; screen readers hear that it is loading. */
export function Loading({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}

/** A whole page that is on its way. */
export function PageSkeleton() {
  return (
    <div className="page page-skeleton">
      <Loading lines={5} label="Loading the page" />
    </div>
  );
}

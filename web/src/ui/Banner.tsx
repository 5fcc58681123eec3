import type { ReactNode } from 'react';

/** A notice across the page. */
export function Banner({ kind, children }: { kind: 'demo' | 'degraded' | 'info'; children: ReactNode }) {
  return (
    <div className={`banner ${kind}`} role="note">
      <p>{children}</p>
    </div>
  );
}

/** Part of an answer is missing: what, and what it means. */
export function DegradedBanner({ children }: { children: ReactNode }) {
  return <Banner kind="degraded">{children}</Banner>;
}

import { useState, type ReactNode } from 'react';

const kKey = 'kewp.help-closed';

function closedBefore(title: string): boolean {
  try {
    return (JSON.parse(localStorage.getItem(kKey) ?? '[]') as string[]).includes(title);
  } catch {
    return false;
  }
}

function remember(title: string, closed: boolean): void {
  try {
    const others = (JSON.parse(localStorage.getItem(kKey) ?? '[]') as string[]).filter((one) => one !== title);
    localStorage.setItem(kKey, JSON.stringify(closed ? [...others, title] : others));
  } catch {
    // Then it is open the next time too.
  }
}

/** Help in place: open for a newcomer, folded for good once it was closed. */
export function Help({ title, children }: { title: string; children: ReactNode }) {
  const [open] = useState(() => !closedBefore(title));
  return (
    <details className="help" open={open} onToggle={(event) => remember(title, !event.currentTarget.open)}>
      <summary>{title}</summary>
      <p>{children}</p>
    </details>
  );
}

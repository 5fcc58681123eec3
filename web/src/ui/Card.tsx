import type { ReactNode } from 'react';
import { cx } from './cx';

/** A bordered block of content. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <section className={cx('card', className)}>{children}</section>;
}

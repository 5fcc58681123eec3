import type { ReactNode } from 'react';
import { asApiError } from '@/api/errors';
import { Button } from './Button';

/** There is nothing, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state empty">
      <svg viewBox="0 0 64 40" width="80" height="50" aria-hidden="true">
        <circle cx="14" cy="20" r="7" />
        <circle cx="50" cy="20" r="7" />
        <path d="M23 20h18" strokeDasharray="3 4" />
      </svg>
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="state-text">{children}</div>}
    </div>
  );
}

interface ErrorProps {
  error: unknown;
  /** What was being done: "The suggestions could not be loaded." */
  title?: string;
  onRetry?: () => void;
}

/** Something failed: what, what to do, and a way to try again. */
export function ErrorState({ error, title = 'This could not be loaded.', onRetry }: ErrorProps) {
  const problem = asApiError(error);
  return (
    <div className="state error" role="alert">
      <p className="state-title">{title}</p>
      <p className="state-text">{problem.message}</p>
      {problem.retryAfter !== undefined && <p className="state-text">Try again in {problem.retryAfter} seconds.</p>}
      {onRetry !== undefined && problem.isPassing && <Button onClick={onRetry}>Try again</Button>}
      {problem.requestId !== undefined && <p className="fine">Request {problem.requestId}</p>}
    </div>
  );
}

import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSession } from '@/api/session';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import './admin.css';

const kPages = [
  { path: '/admin/review', label: 'Review' },
  { path: '/admin/guest-codes', label: 'Guest codes' },
  { path: '/admin/users', label: 'Users' },
  { path: '/admin/audit', label: 'Audit' },
  { path: '/admin/descriptions', label: 'Descriptions' },
  { path: '/admin/exports', label: 'Exports' },
  { path: '/admin/health', label: 'Health' },
] as const;

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** A page for administrators, with the way to the others. The server decides who may; this only says so. */
export function AdminPage({ title, lead, children }: Props) {
  const session = useSession();
  const [location] = useLocation();
  return (
    <Page title={title} lead={lead} wide>
      {session.isPending && <Loading lines={4} />}
      {session.isError && <ErrorState error={session.error} onRetry={() => void session.refetch()} />}
      {session.data && session.data.role !== 'admin' && (
        <EmptyState title="This page is for administrators">
          {session.data.signed_in ? (
            <>You are signed in as {session.data.identity}, who is none.</>
          ) : (
            <Link href={`/login?next=${encodeURIComponent(location)}`}>Sign in</Link>
          )}
        </EmptyState>
      )}
      {session.data?.role === 'admin' && (
        <>
          <nav className="admin-nav" aria-label="Administration">
            {kPages.map(({ path, label }) => (
              <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
                {label}
              </Link>
            ))}
          </nav>
          {children}
        </>
      )}
    </Page>
  );
}

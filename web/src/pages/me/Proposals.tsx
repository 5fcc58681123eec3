import { useState } from 'react';
import { Link } from 'wouter';
import { useMyProposals } from '@/api/me';
import { formatDay } from '@/lib/format';
import { ConfidenceBadge, StatusBadge } from '@/ui/Badge';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';

const kStates = ['', 'pending', 'approved', 'rejected', 'withdrawn'] as const;
const kLabels: Record<string, string> = {
  '': 'all',
  pending: 'waiting for review',
  approved: 'approved',
  rejected: 'not accepted',
  withdrawn: 'withdrawn',
};

/** My proposals and their fate, newest first. */
export function Proposals() {
  const [status, setStatus] = useState('');
  const [page, setPage] = useState(1);
  const mine = useMyProposals(status, page);
  if (mine.isError) {
    return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  }
  if (mine.data === undefined) {
    return <Loading lines={6} />;
  }
  const rows = mine.data.proposals ?? [];
  const pages = mine.data.pagination?.total_pages ?? 1;
  return (
    <>
      <label className="me-filter">
        Show{' '}
        <select
          value={status}
          onChange={(event) => {
            setStatus(event.target.value);
            setPage(1);
          }}
        >
          {kStates.map((one) => (
            <option key={one} value={one}>
              {kLabels[one]}
            </option>
          ))}
        </select>
      </label>
      {rows.length === 0 ? (
        <EmptyState title={status === '' ? 'You have proposed nothing yet.' : 'None of your proposals is in this state.'}>
          <Link href="/mapper">Map a Key Event</Link>
        </EmptyState>
      ) : (
        <Table caption="My proposals" head={['Key Event', 'Target', 'Confidence', 'State', 'Proposed']}>
          {rows.map((row) => (
            <tr key={row.uuid}>
              <td>
                <Link href={`/proposals/${row.uuid}`}>
                  {row.ke_id} {row.ke_title}
                </Link>
              </td>
              <td>
                <span className="id">{row.target_id}</span> {row.target_title}
              </td>
              <td>
                <ConfidenceBadge confidence={row.confidence} />
              </td>
              <td>
                <StatusBadge status={row.status} />
                {row.reason && <p className="me-reason">{row.reason}</p>}
              </td>
              <td className="me-date">{formatDay(row.created_at)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Paging label="Pages of my proposals" page={page} pages={pages} onChange={setPage} previous="Newer" next="Older" />
    </>
  );
}

import { Link } from 'wouter';
import type { UseQueryResult } from '@tanstack/react-query';
import { kPerPage, type ExploreState } from '@/lib/explore_filters';
import { formatNumber } from '@/lib/format';
import { kFacts, keyEventPath, mapPath } from '@/lib/subjects';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';

interface Gaps {
  key_events: { ke_id: string; ke_title: string; level: string; aop_count: number; gene_count: number }[];
  considered: number;
  pagination: { total?: number };
}

interface Props {
  state: ExploreState;
  list: UseQueryResult<Gaps>;
  onPage: (page: number) => void;
}

/** Key Events that nobody has mapped in this resource, with the way to do it. */
export function GapList({ state, list, onPage }: Props) {
  if (list.isPending) {
    return <Loading lines={8} label="Loading Key Events" />;
  }
  if (list.isError) {
    return <ErrorState error={list.error} title="The gaps could not be loaded." onRetry={() => void list.refetch()} />;
  }
  const { key_events: events, considered } = list.data;
  const open = list.data.pagination.total ?? 0;
  const mapped = considered - open;
  const { label } = kFacts[state.resource];
  if (considered === 0) {
    return <EmptyState title="No Key Event passes these filters." />;
  }
  return (
    <>
      <div className="explore-coverage">
        <p role="status">
          <b>{formatNumber(open)}</b> of {formatNumber(considered)} Key Events have no mapping to {label}.
        </p>
        <meter min={0} max={considered} value={mapped} aria-label={`${mapped} of ${considered} Key Events are mapped`} />
        <small>{formatNumber(mapped)} mapped</small>
      </div>
      {open === 0 ? (
        <EmptyState title={`Each of these Key Events is mapped to ${label}.`} />
      ) : (
        <ul className="explore-gaps" aria-busy={list.isPlaceholderData || undefined}>
          {events.map((event) => (
            <li key={event.ke_id}>
              <div>
                <Link href={keyEventPath(event.ke_id)} className="id">
                  {event.ke_id}
                </Link>{' '}
                {event.ke_title}
                <small>
                  {event.level === '' ? 'level unknown' : event.level} · in {event.aop_count} {event.aop_count === 1 ? 'AOP' : 'AOPs'} ·{' '}
                  {event.gene_count} {event.gene_count === 1 ? 'gene' : 'genes'}
                </small>
              </div>
              <Link
                className="button small"
                href={mapPath(event.ke_id, state.resource)}
                aria-label={`Map ${event.ke_id}`}
              >
                Map this
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Paging label="Pages of Key Events" page={state.page} pages={Math.ceil(open / kPerPage)} onChange={onPage} />
    </>
  );
}

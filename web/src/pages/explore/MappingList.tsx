import { Link } from 'wouter';
import type { UseQueryResult } from '@tanstack/react-query';
import type { MappingPage } from '@/api/mappings';
import { downloadAddress, kFilterNames, type ExploreState } from '@/lib/explore_filters';
import { formatNumber } from '@/lib/format';
import { kFacts } from '@/lib/subjects';
import { MappingTable } from '@/parts/MappingTable';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';

interface Props {
  state: ExploreState;
  list: UseQueryResult<MappingPage>;
  onSort: (column: string) => void;
  onPage: (page: number) => void;
}

export function MappingList({ state, list, onSort, onPage }: Props) {
  if (list.isPending) {
    return <Loading lines={8} label="Loading mappings" />;
  }
  if (list.isError) {
    return <ErrorState error={list.error} title="The mappings could not be loaded." onRetry={() => void list.refetch()} />;
  }
  const { mappings, total, pages } = list.data;
  const filtered = kFilterNames.some((name) => state.filters[name] !== '');
  return (
    <>
      <div className="explore-head">
        <p role="status">
          <b>{formatNumber(total)}</b> {total === 1 ? 'mapping' : 'mappings'}
          {filtered && ' with these filters'}
        </p>
        {total > 0 && (
          <p className="explore-download">
            Download what you see:{' '}
            <a href={downloadAddress(state, 'csv')} download>
              CSV
            </a>{' '}
            <a href={downloadAddress(state, 'ndjson')} download>
              NDJSON
            </a>
          </p>
        )}
      </div>
      {total === 0 ? (
        <Nothing filtered={filtered} label={kFacts[state.resource].label} />
      ) : (
        <>
          <MappingTable
            caption={`Approved mappings to ${kFacts[state.resource].label}, page ${state.page}`}
            mappings={mappings}
            sort={state.sort}
            onSort={onSort}
            busy={list.isPlaceholderData}
          />
          {mappings.length === 0 && <EmptyState title="There is no such page of the list." />}
          <Paging label="Pages of mappings" page={state.page} pages={pages} onChange={onPage} />
        </>
      )}
    </>
  );
}

function Nothing({ filtered, label }: { filtered: boolean; label: string }) {
  return filtered ? (
    <EmptyState title="No mapping passes all of these filters.">Take one off above, or look in another resource.</EmptyState>
  ) : (
    <EmptyState title={`Nothing is mapped to ${label} yet.`}>
      <Link className="button primary" href="/mapper">
        Map the first Key Event
      </Link>
    </EmptyState>
  );
}

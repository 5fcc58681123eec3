import { useId, useState } from 'react';
import { Link } from 'wouter';
import { useAops, useKeyEvents } from '@/api/key_events';
import type { Schemas } from '@/api/client';
import { useDebounced } from '@/lib/use_debounced';
import { counted } from '@/lib/format';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { Coverage } from './Coverage';
import { MyDrafts } from './MyDrafts';
import { mapperAddress } from './address';

/** Step 1: a Key Event by its words, or from an AOP. */
export function KeyEventChooser() {
  const [way, setWay] = useState<'words' | 'aop'>('words');
  return (
    <>
      <MyDrafts />
      <Tabs
        label="How to find the Key Event"
        current={way}
        onChange={setWay}
        tabs={[
          { key: 'words', label: 'Search' },
          { key: 'aop', label: 'From an AOP' },
        ]}
      >
        {way === 'words' ? <ByWords /> : <ByAop />}
      </Tabs>
    </>
  );
}

function ByWords() {
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(1);
  const words = useDebounced(typed.trim());
  const found = useKeyEvents({ ...(words === '' ? {} : { q: words }), page });
  const id = useId();
  return (
    <>
      <div className="field mapper-search">
        <label htmlFor={id}>Number or words of the Key Event</label>
        <input
          id={id}
          type="search"
          value={typed}
          placeholder="e.g. 188, oxidative stress, thyroid hormone"
          onChange={(event) => {
            setTyped(event.target.value);
            setPage(1);
          }}
        />
      </div>
      <Results found={found} page={page} onPage={setPage} empty={`No Key Event matches ‘${words}’.`} />
    </>
  );
}

function ByAop() {
  const aops = useAops();
  const [aop, setAop] = useState('');
  const [page, setPage] = useState(1);
  const list = useId();
  const id = aops.data?.find((one) => one.aopId === aop || `${one.aopId}: ${one.aopTitle}` === aop)?.aopId ?? '';
  if (aops.isError) {
    return <ErrorState error={aops.error} onRetry={() => void aops.refetch()} />;
  }
  return (
    <>
      <div className="field mapper-search">
        <label htmlFor={`${list}-input`}>AOP</label>
        <p className="hint" id={`${list}-hint`}>
          Type its number or words of its title and pick it from the list.
        </p>
        <input
          id={`${list}-input`}
          list={list}
          value={aop}
          aria-describedby={`${list}-hint`}
          placeholder="e.g. AOP 17"
          onChange={(event) => {
            setAop(event.target.value);
            setPage(1);
          }}
        />
        <datalist id={list}>
          {(aops.data ?? []).map((one) => (
            <option key={one.aopId} value={`${one.aopId}: ${one.aopTitle}`} />
          ))}
        </datalist>
      </div>
      {id === '' ? (
        <EmptyState title="Choose an AOP to see its Key Events." />
      ) : (
        <OfAop aop={id} page={page} onPage={setPage} />
      )}
    </>
  );
}

function OfAop({ aop, page, onPage }: { aop: string; page: number; onPage: (page: number) => void }) {
  const found = useKeyEvents({ aop, page });
  return <Results found={found} page={page} onPage={onPage} empty={`${aop} has no Key Events in this release.`} />;
}

interface ResultsProps {
  found: ReturnType<typeof useKeyEvents>;
  page: number;
  onPage: (page: number) => void;
  empty: string;
}

function Results({ found, page, onPage, empty }: ResultsProps) {
  if (found.isError) {
    return <ErrorState error={found.error} title="The Key Events could not be loaded." onRetry={() => void found.refetch()} />;
  }
  if (found.data === undefined) {
    return <Loading lines={6} label="Loading Key Events" />;
  }
  const { key_events: events, pagination } = found.data;
  if (events.length === 0) {
    return <EmptyState title={empty}>Try its number, fewer words, or another spelling.</EmptyState>;
  }
  const total = pagination.total ?? events.length;
  const pages = pagination.total_pages ?? 1;
  return (
    <>
      <p className="hint" role="status">
        {counted(total, 'Key Event')}
      </p>
      <ul className="mapper-events" aria-busy={found.isPlaceholderData}>
        {events.map((event) => (
          <KeyEventRow key={event.ke_id} event={event} />
        ))}
      </ul>
      <Paging label="Pages of Key Events" page={page} pages={pages} onChange={onPage} />
    </>
  );
}

function KeyEventRow({ event }: { event: Schemas['KeyEventSummary'] }) {
  return (
    <li>
      <Link href={mapperAddress({ ke: event.ke_id })} className="mapper-event">
        <span className="id">{event.ke_id}</span>
        <span className="mapper-event-title">{event.ke_title}</span>
        <span className="mapper-event-facts">
          {event.level !== '' && <span>{event.level}</span>}
          <span>{counted(event.aops, 'AOP')}</span>
          <span>{counted(event.genes, 'gene')}</span>
        </span>
        <Coverage mappings={event.mappings} />
      </Link>
    </li>
  );
}

import { Link, useParams } from 'wouter';
import { isApiError } from '@/api/errors';
import { useNeighbours } from '@/api/key_events';
import { useKeyEventFacts, type KeyEvent } from '@/api/subjects';
import { keyEventId, keyEventPath, mapPath } from '@/lib/subjects';
import { FormatLinks, linkedData } from '@/parts/FormatLinks';
import { GeneList } from '@/parts/GeneList';
import { LongText } from '@/parts/LongText';
import { MappingsByResource } from '@/parts/MappingsByResource';
import { Badge } from '@/ui/Badge';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import '@/parts/subject.css';
import './key-event.css';

/** Everything that is known about a Key Event. */
export default function KeyEventPage() {
  const { id: text = '' } = useParams();
  const id = keyEventId(decodeURIComponent(text));
  const event = useKeyEventFacts(id);
  if (id === undefined || (isApiError(event.error) && event.error.status === 404)) {
    return (
      <Page title={`${id ?? text} is not known`}>
        <EmptyState title={`${id ?? text} is not among the Key Events of the loaded AOP-Wiki release.`}>
          Look for it by its words: <Link href="/search">search</Link>.
        </EmptyState>
      </Page>
    );
  }
  if (event.isPending) {
    return (
      <Page title={id} wide>
        <Loading lines={8} label={`Loading ${id}`} />
      </Page>
    );
  }
  if (event.isError) {
    return (
      <Page title={id} wide>
        <ErrorState error={event.error} title={`${id} could not be loaded.`} onRetry={() => void event.refetch()} />
      </Page>
    );
  }
  return <Known event={event.data} />;
}

function Known({ event }: { event: KeyEvent }) {
  const id = event.ke_id;
  const query = encodeURIComponent(id);
  return (
    <Page
      title={`${id}: ${event.title}`}
      heading={
        <>
          <span className="subject-id">{id}</span> {event.title}
        </>
      }
      wide
      lead={
        <p className="subject-facts">
          <Badge>{event.level ?? 'level unknown'}</Badge>
          {event.link !== null && (
            <a href={event.link} rel="noreferrer">
              In AOP-Wiki
            </a>
          )}
          <Link className="button primary small" href={mapPath(id)}>
            Map this Key Event
          </Link>
        </p>
      }
    >
      <div className="subject">
        <div>
          <section>
            <h2>Description</h2>
            {event.description === null ? (
              <p className="hint">AOP-Wiki has no description of this Key Event.</p>
            ) : (
              <LongText text={event.description} />
            )}
          </section>
          <section>
            <h2>Mapped to</h2>
            <MappingsByResource keId={id} />
          </section>
          <section>
            <h2>Around it</h2>
            <Neighbours id={id} />
          </section>
          <section>
            <h2>Genes</h2>
            <GeneList genes={event.genes} empty="No genes are known for this Key Event." unknown="This server does not know the genes of Key Events." />
          </section>
        </div>
        <aside aria-label="Around this Key Event">
          <Aops event={event} />
          <FormatLinks
            links={[
              { label: 'Mappings to WikiPathways', href: `/api/v1/mappings?ke_id=${query}`, note: 'JSON' },
              { label: 'Mappings to GO', href: `/api/v1/go-mappings?ke_id=${query}`, note: 'JSON' },
              { label: 'Mappings to Reactome', href: `/api/v1/reactome-mappings?ke_id=${query}`, note: 'JSON' },
              { label: 'This Key Event', href: `/api/key-events/${query}`, note: 'JSON' },
              ...linkedData(keyEventPath(id)),
            ]}
          />
        </aside>
      </div>
    </Page>
  );
}

function Aops({ event }: { event: KeyEvent }) {
  return (
    <section className="card">
      <h2>In {event.aops.length === 1 ? 'one AOP' : `${event.aops.length} AOPs`}</h2>
      {event.aops.length === 0 && <p className="hint">It belongs to no AOP.</p>}
      <ul className="plain-list">
        {event.aops.map((aop) => (
          <li key={aop.aop_id}>
            <Link href={`/aop-explorer?aop=${encodeURIComponent(aop.aop_id)}`} className="id">
              {aop.aop_id}
            </Link>{' '}
            {aop.aop_title}
            {isKnown(aop.oecd_status) && <small> · OECD: {aop.oecd_status}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isKnown(status: string | null): boolean {
  return status !== null && status.toLowerCase() !== 'unknown';
}

function Neighbours({ id }: { id: string }) {
  const neighbours = useNeighbours(id);
  if (neighbours.isPending) {
    return <Loading lines={3} label="Loading neighbours" />;
  }
  if (neighbours.isError) {
    return <ErrorState error={neighbours.error} title="The neighbours could not be loaded." onRetry={() => void neighbours.refetch()} />;
  }
  const sides = [
    { title: 'Directly before it', events: neighbours.data.upstream },
    { title: 'Directly after it', events: neighbours.data.downstream },
  ];
  return (
    <div className="ke-sides">
      {sides.map((side) => (
        <Side key={side.title} {...side} />
      ))}
    </div>
  );
}

interface SideProps {
  title: string;
  events: readonly { ke_id: string; ke_title: string; aops: string[] }[];
}

function Side({ title, events }: SideProps) {
  return (
    <div className="card">
      <h3>{title}</h3>
      {events.length === 0 ? (
        <p className="hint">Nothing in any AOP.</p>
      ) : (
        <ul className="plain-list">
          {events.map((event) => (
            <li key={event.ke_id}>
              <Link href={keyEventPath(event.ke_id)} className="id">
                {event.ke_id}
              </Link>{' '}
              {event.ke_title} <small>({event.aops.join(', ')})</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

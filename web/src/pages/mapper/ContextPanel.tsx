import { Link } from 'wouter';
import { useKeyEvent, useMapped, useNeighbours, type MappedTarget } from '@/api/key_events';
import { plainText } from '@/api/candidates';
import { kResourceLabels, type Resource } from '@/lib/resources';
import { counted } from '@/lib/format';
import { ConfidenceBadge } from '@/ui/Badge';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { mapperAddress } from './address';

/** What there is to know about a Key Event while one maps it. */
export function ContextPanel({ keId }: { keId: string }) {
  const event = useKeyEvent(keId);
  return (
    <aside className="mapper-context" aria-label="About the Key Event">
      {event.isPending && <Loading lines={5} label="Loading the Key Event" />}
      {event.isError && <ErrorState error={event.error} title={`${keId} could not be loaded.`} onRetry={() => void event.refetch()} />}
      {event.data && (
        <>
          <h2>
            <span className="id">{event.data.ke_id}</span> {event.data.ke_title}
          </h2>
          <p className="mapper-context-facts">
            {event.data.biolevel !== '' && <span>{event.data.biolevel} level</span>}
            {event.data.ke_page !== '' && (
              <a href={event.data.ke_page} rel="external noreferrer">
                AOP-Wiki
              </a>
            )}
            <Link href={`/ke/${event.data.ke_id.replace('KE ', '')}`}>All about it</Link>
          </p>
          <Description text={plainText(event.data.ke_description)} />
          <Mapped keId={keId} />
          <details>
            <summary>{counted(event.data.genes.length, 'gene')}</summary>
            <p className="mapper-genes">{event.data.genes.join(' · ') || 'No genes are known for this Key Event.'}</p>
          </details>
          <Neighbours keId={keId} />
          <details>
            <summary>{counted(event.data.aop_membership.length, 'AOP')}</summary>
            <ul className="mapper-plain">
              {event.data.aop_membership.map((aop) => (
                <li key={aop.aop_id}>
                  <Link href={`/aop-explorer?aop=${encodeURIComponent(aop.aop_id)}`}>{aop.aop_id}</Link> {aop.aop_title}
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </aside>
  );
}

const kShown = 320;

function Description({ text }: { text: string }) {
  if (text === '') {
    return <p className="hint">AOP-Wiki has no description of it.</p>;
  }
  if (text.length <= kShown) {
    return <p>{text}</p>;
  }
  return (
    <details className="mapper-description">
      <summary>{text.slice(0, text.lastIndexOf(' ', kShown))} …</summary>
      <p>{text.slice(text.lastIndexOf(' ', kShown))}</p>
    </details>
  );
}

function Mapped({ keId }: { keId: string }) {
  const mapped = useMapped(keId);
  if (mapped.isError) {
    return <ErrorState error={mapped.error} title="Its mappings could not be loaded." onRetry={() => void mapped.refetch()} />;
  }
  if (mapped.data === undefined) {
    return <Loading lines={2} label="Loading its mappings" />;
  }
  const groups = Object.entries(mapped.data) as [Resource, MappedTarget[]][];
  return (
    <section>
      <h3>Mapped already</h3>
      <dl className="mapper-mapped">
        {groups.map(([resource, targets]) => (
          <div key={resource}>
            <dt>{kResourceLabels[resource]}</dt>
            {targets.length === 0 && <dd className="hint">nothing yet</dd>}
            {targets.map((target) => (
              <dd key={target.uuid}>
                <Link href={`/mappings/${target.uuid}`}>{target.title || target.id}</Link> <ConfidenceBadge confidence={target.confidence} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Neighbours({ keId }: { keId: string }) {
  const neighbours = useNeighbours(keId);
  if (neighbours.data === undefined) {
    return null; // of use, but nothing depends on it
  }
  const sides = [
    { label: 'Before it', list: neighbours.data.upstream },
    { label: 'After it', list: neighbours.data.downstream },
  ];
  return (
    <details>
      <summary>{counted(neighbours.data.upstream.length + neighbours.data.downstream.length, 'neighbour')} in its AOPs</summary>
      {sides.map(({ label, list }) => (
        <div key={label}>
          <h3>{label}</h3>
          <ul className="mapper-plain">
            {list.length === 0 && <li className="hint">none</li>}
            {list.map((one) => (
              <li key={one.ke_id}>
                <Link href={mapperAddress({ ke: one.ke_id })}>{one.ke_id}</Link> {one.ke_title}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}

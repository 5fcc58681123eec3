import { Link } from 'wouter';
import { useKeyEvent, useMapped, type MappedTarget } from '@/api/key_events';
import { Badge, ConfidenceBadge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { counted } from '@/lib/format';
import { kResourceLabels, type Resource } from '@/lib/resources';
import { Mark } from './Marks';
import { levelName } from './look';
import { kResources, type Graph, type GraphNode } from './network';

const kGenesShown = 24;

interface Props {
  node: GraphNode;
  graph: Graph;
  onChoose: (id: string) => void;
  onAop: (id: string) => void;
  onClose: () => void;
}

/** What is known of a Key Event, beside the network. */
export function ContextPanel({ node, graph, onChoose, onAop, onClose }: Props) {
  const { ke, parts } = node;
  const path = encodeURIComponent(ke.ke_id);
  const known = ke.in_release;
  const detail = useKeyEvent(known ? ke.ke_id : '');
  return (
    <section className="aop-explorer-panel card" aria-labelledby="aop-explorer-ke">
      <div className="aop-explorer-panel-head">
        <h2 id="aop-explorer-ke">
          <span className="id">{ke.ke_id}</span> {ke.title}
        </h2>
        <Button kind="quiet" aria-label="Close" onClick={onClose}>
          ✕
        </Button>
      </div>
      <p className="button-row">
        <span className="badge" data-level={levelName(ke.level)}>
          {levelName(ke.level)}
        </span>
        {parts.map((part) => (
          <Badge key={part}>{part}</Badge>
        ))}
      </p>
      {!known && <p className="notice">This Key Event is newer than the loaded list of Key Events; it can be mapped once that is renewed.</p>}
      {known && (
        <p className="button-row">
          <Link className="button primary small" href={`/mapper?ke=${path}`}>
            Map this
          </Link>
          <Link href={`/ke/${ke.ke_id.replace('KE ', '')}`}>All about it</Link>
        </p>
      )}
      {known && <Mapped id={ke.ke_id} />}
      <Neighbours label="Caused by" ids={node.upstream} graph={graph} onChoose={onChoose} />
      <Neighbours label="Leads to" ids={node.downstream} graph={graph} onChoose={onChoose} />
      {detail.isError && <ErrorState error={detail.error} title="The description could not be loaded." onRetry={() => void detail.refetch()} />}
      {detail.data && (
        <>
          {detail.data.ke_description !== '' && (
            <details>
              <summary>Description</summary>
              <p className="aop-explorer-description">{detail.data.ke_description}</p>
            </details>
          )}
          <h3>{detail.data.genes.length === 0 ? 'No genes are known' : counted(detail.data.genes.length, 'gene')}</h3>
          <p className="aop-explorer-genes">
            {detail.data.genes.slice(0, kGenesShown).join(', ')}
            {detail.data.genes.length > kGenesShown && ` and ${detail.data.genes.length - kGenesShown} more`}
          </p>
        </>
      )}
      {detail.data && detail.data.aop_membership.length > 0 && (
        <details>
          <summary>In {counted(detail.data.aop_membership.length, 'AOP')}</summary>
          <ul className="aop-explorer-plain">
            {detail.data.aop_membership.map((aop) => (
              <li key={aop.aop_id}>
                <button type="button" className="aop-explorer-pick" onClick={() => onAop(aop.aop_id)}>
                  <span className="id">{aop.aop_id}</span> {aop.aop_title}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Mapped({ id }: { id: string }) {
  const mapped = useMapped(id);
  return (
    <>
      {mapped.isPending && <Loading lines={3} label="Loading what is mapped" />}
      {mapped.isError && <ErrorState error={mapped.error} title="What is mapped could not be loaded." onRetry={() => void mapped.refetch()} />}
      {mapped.data && kResources.map((resource) => <MappedList key={resource} resource={resource} rows={mapped.data[resource]} />)}
    </>
  );
}

function MappedList({ resource, rows }: { resource: Resource; rows: readonly MappedTarget[] }) {
  return (
    <>
      <h3>
        <Mark resource={resource} /> {kResourceLabels[resource]}
      </h3>
      {rows.length === 0 && <p className="hint">Nothing is mapped yet.</p>}
      <ul className="aop-explorer-plain">
        {rows.map((row) => (
          <li key={row.uuid}>
            <Link href={`/mappings/${row.uuid}`}>{row.title || row.id}</Link> <ConfidenceBadge confidence={row.confidence} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Neighbours({ label, ids, graph, onChoose }: { label: string; ids: readonly string[]; graph: Graph; onChoose: (id: string) => void }) {
  if (ids.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{label}</h3>
      <ul className="aop-explorer-plain">
        {ids.map((id) => (
          <li key={id}>
            <button type="button" className="aop-explorer-pick" onClick={() => onChoose(id)}>
              <span className="id">{id}</span> {graph.byId.get(id)?.ke.title}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

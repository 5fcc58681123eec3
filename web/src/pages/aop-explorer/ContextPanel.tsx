import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { getJson } from '@/api/client';
import { Badge, ConfidenceBadge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { counted } from '@/lib/format';
import { Mark } from './Marks';
import { levelName } from './look';
import { kResourceLabels, type Graph, type GraphNode } from './network';

interface Detail {
  ke_description: string;
  ke_page: string;
  genes: string[];
}

interface Mapped {
  confidence_level: string;
  uuid: string;
}

interface Context {
  aop_membership: { aop_id: string; aop_title: string }[];
  wp_mappings: (Mapped & { wp_id: string; wp_title: string })[];
  go_mappings: (Mapped & { go_id: string; go_name: string })[];
  reactome_mappings: (Mapped & { reactome_id: string; pathway_name: string })[];
}

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
  const detail = useQuery({ queryKey: ['ke_detail', ke.ke_id], queryFn: () => getJson<Detail>(`/api/ke_detail/${path}`), enabled: known });
  const context = useQuery({ queryKey: ['ke_context', ke.ke_id], queryFn: () => getJson<Context>(`/api/ke_context/${path}`), enabled: known });
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
      {context.isPending && known && <Loading lines={3} label="Loading what is mapped" />}
      {context.isError && <ErrorState error={context.error} title="What is mapped could not be loaded." onRetry={() => void context.refetch()} />}
      {context.data && (
        <>
          <MappedList resource="wikipathways" rows={context.data.wp_mappings.map((row) => ({ ...row, id: row.wp_id, title: row.wp_title }))} />
          <MappedList resource="go" rows={context.data.go_mappings.map((row) => ({ ...row, id: row.go_id, title: row.go_name }))} />
          <MappedList resource="reactome" rows={context.data.reactome_mappings.map((row) => ({ ...row, id: row.reactome_id, title: row.pathway_name }))} />
        </>
      )}
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
      {context.data && context.data.aop_membership.length > 0 && (
        <details>
          <summary>In {counted(context.data.aop_membership.length, 'AOP')}</summary>
          <ul className="aop-explorer-plain">
            {context.data.aop_membership.map((aop) => (
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

interface MappedRow extends Mapped {
  id: string;
  title: string;
}

function MappedList({ resource, rows }: { resource: 'wikipathways' | 'go' | 'reactome'; rows: MappedRow[] }) {
  return (
    <>
      <h3>
        <Mark resource={resource} /> {kResourceLabels[resource]}
      </h3>
      {rows.length === 0 && <p className="hint">Nothing is mapped yet.</p>}
      <ul className="aop-explorer-plain">
        {rows.map((row) => (
          <li key={row.uuid}>
            <Link href={`/mappings/${row.uuid}`}>{row.title || row.id}</Link> <ConfidenceBadge confidence={row.confidence_level} />
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

import { useState } from 'react';
import { plainText } from '@/api/candidates';
import { useTarget } from '@/api/targets';
import type { Schemas } from '@/api/client';
import type { Resource } from '@/lib/resources';
import { GeneOverlap } from '@/parts/GeneOverlap';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';

interface Props {
  resource: Resource;
  id: string;
  keId: string;
  keyEventGenes: readonly string[];
  /** Chance of this many common genes, where the ranking has it. */
  pValue?: number | null;
}

/** Description, drawing, place in the hierarchy and genes of a target, beside those of the Key Event. */
export function TargetDetails({ resource, id, keId, keyEventGenes, pValue = null }: Props) {
  const target = useTarget(resource, id);
  if (target.isError) {
    return <ErrorState error={target.error} onRetry={() => void target.refetch()} />;
  }
  if (target.data === undefined) {
    return <Loading lines={4} />;
  }
  const { description, genes, picture, link, title } = target.data;
  return (
    <div className="mapper-details">
      <p>{plainText(description) || <span className="hint">It has no description.</span>}</p>
      {picture !== null && <Picture id={id} title={title} page={link} />}
      {resource === 'go' && <GoPlace term={target.data} />}
      {genes === null ? (
        <p className="hint">Its genes are not known to this server.</p>
      ) : (
        <>
          <h4>Genes side by side</h4>
          <GeneOverlap first={{ name: keId, genes: keyEventGenes }} second={{ name: id, genes }} pValue={pValue} heading="h5" />
        </>
      )}
    </div>
  );
}

/** The drawing comes through this server; where it cannot be had, a link is left. */
function Picture({ id, title, page }: { id: string; title: string; page: string }) {
  const [state, setState] = useState<'loading' | 'shown' | 'missing'>('loading');
  return (
    <p className="mapper-picture" data-state={state}>
      {state !== 'missing' && (
        <img
          src={`/pictures/${encodeURIComponent(id)}`}
          alt={`Drawing of the pathway ${title}`}
          loading="lazy"
          onLoad={() => setState('shown')}
          onError={() => setState('missing')}
        />
      )}
      <a href={page} rel="external noreferrer">
        {state === 'missing' ? 'The drawing cannot be reached now; its page at WikiPathways' : 'Its page at WikiPathways'}
      </a>
    </p>
  );
}

function GoPlace({ term }: { term: Schemas['Target'] }) {
  const kShown = 8;
  return (
    <section className="mapper-place" aria-label="Place in the Gene Ontology">
      <h4>Place in the ontology{term.depth !== null && <span className="hint"> level {term.depth} from the root</span>}</h4>
      <ul className="mapper-tree">
        {term.parents.map((one) => (
          <li key={one.id + (one.relation ?? '')} className="mapper-tree-up">
            <span className="hint">{one.relation === 'part_of' ? 'part of' : 'is a'}</span> {one.title || one.id}
          </li>
        ))}
        <li className="mapper-tree-self">
          <b>{term.title}</b>
        </li>
        {term.children.slice(0, kShown).map((one) => (
          <li key={one.id} className="mapper-tree-down">
            {one.title}
          </li>
        ))}
        {term.children.length > kShown && <li className="mapper-tree-down hint">and {term.children.length - kShown} more</li>}
        {term.children.length === 0 && <li className="mapper-tree-down hint">no narrower term among the targets</li>}
      </ul>
    </section>
  );
}

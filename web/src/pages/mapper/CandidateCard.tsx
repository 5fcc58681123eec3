import { useState } from 'react';
import { Link } from 'wouter';
import type { Candidate } from '@/api/candidates';
import { counted } from '@/lib/format';
import { Badge } from '@/ui/Badge';
import { Contributions } from './Contributions';
import { TargetDetails } from './TargetDetails';
import { mapperAddress } from './address';

interface Props {
  candidate: Candidate;
  keId: string;
  keyEventGenes: readonly string[];
  /** The approved mapping of this pair, if there is one. */
  mapping: string | undefined;
}

/** One target: what it is, why it is here, and the way on. */
export function CandidateCard({ candidate, keId, keyEventGenes, mapping }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <article className="card mapper-card" aria-labelledby={`title-${candidate.id}`}>
      <div className="mapper-card-head">
        <div>
          <h3 id={`title-${candidate.id}`}>{candidate.title}</h3>
          <p className="mapper-card-facts">
            <a className="id" href={candidate.link} rel="external noreferrer">
              {candidate.id}
            </a>
            <GeneCount count={candidate.geneCount} small={candidate.small} />
            {mapping !== undefined && (
              <Link href={`/mappings/${mapping}`}>
                <Badge tone="good">mapped already</Badge>
              </Link>
            )}
          </p>
        </div>
        <Link className="button primary" href={mapperAddress({ ke: keId, target: candidate.id, score: candidate.score })}>
          Choose<span className="visually-hidden"> {candidate.title}</span>
        </Link>
      </div>
      {candidate.small && (
        <p className="mapper-warning">Under 5 genes: enrichment analyses will skip this set, so the mapping will not be seen there.</p>
      )}
      <Contributions candidate={candidate} />
      {candidate.reason !== '' && <p className="mapper-reason">{candidate.reason}</p>}
      {candidate.notes.map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))}
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          Description and genes<span className="visually-hidden"> of {candidate.title}</span>
        </summary>
        {open && (
          <TargetDetails resource={candidate.resource} id={candidate.id} keId={keId} keyEventGenes={keyEventGenes} pValue={candidate.pValue} />
        )}
      </details>
    </article>
  );
}

export function GeneCount({ count, small }: { count: number | null; small: boolean }) {
  if (count === null) {
    return <span>number of genes unknown</span>;
  }
  return small ? <Badge tone="low">{`only ${counted(count, 'gene')}`}</Badge> : <span>{counted(count, 'gene')}</span>;
}

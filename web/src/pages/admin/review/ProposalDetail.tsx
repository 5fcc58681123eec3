import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ProposalFacts } from '@/pages/proposal/ProposalFacts';
import { isSet } from '@/lib/is_set';
import { formatTime } from '@/lib/format';
import { kResourceLabels } from '@/lib/resources';
import { Badge, StatusBadge } from '@/ui/Badge';
import { Opinions } from './Opinions';
import { ageText, type Proposal } from './queue';

const kAsks = { new: 'A new mapping', change: 'A change of a mapping', withdraw: 'The withdrawal of a mapping' } as const;

/** The proposal that is being looked at; `children` are its actions. */
export function ProposalDetail({ proposal, children }: { proposal: Proposal; children: ReactNode }) {
  return (
    <section className="card review-detail" aria-labelledby="review-title">
      <h2 id="review-title">
        {kAsks[proposal.kind]} to {kResourceLabels[proposal.resource]}
      </h2>
      <p className="button-row">
        <StatusBadge status={proposal.status} />
        {proposal.own === true && <Badge tone="medium">your own proposal</Badge>}
        <span className="hint">
          by {proposal.display_name ?? proposal.proposed_by ?? 'someone unknown'}
          {isSet(proposal.proposed_by) && ` (${proposal.proposed_by})`}, {formatTime(proposal.created_at)}
          {proposal.status === 'pending' && `, waiting ${ageText(proposal.age_days)}`}
        </span>
      </p>
      {proposal.stale === true && (
        <p className="banner degraded" role="note">
          Its Key Event or its target is not in the loaded release any more, or someone asked for a look at it.
        </p>
      )}
      {children}
      <ProposalFacts proposal={proposal} />
      <p>
        {isSet(proposal.mapping_uuid) && (
          <>
            <Link href={`/mappings/${proposal.mapping_uuid}`}>The mapping</Link> ·{' '}
          </>
        )}
        <Link href={`/proposals/${proposal.uuid}`}>Page of the proposal</Link>
      </p>
      {isSet(proposal.decided_at) && (
        <p className="hint">
          Decided by {proposal.decided_by} on {formatTime(proposal.decided_at)}
          {isSet(proposal.reason) && `: ${proposal.reason}`}
        </p>
      )}
      {proposal.kind === 'new' && <Opinions proposal={proposal} />}
    </section>
  );
}

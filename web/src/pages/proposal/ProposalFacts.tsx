import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Proposal } from '@/api/proposals';
import { answerLabel, questionsOf } from '@/lib/questions';
import { ConfidenceBadge } from '@/ui/Badge';

/** Everything that was said in a proposal. */
export function ProposalFacts({ proposal }: { proposal: Proposal }) {
  const { resource, assessment } = proposal;
  const given: Record<string, string | number | null | undefined> = { ...assessment, connection_type: proposal.connection_type };
  return (
    <dl className="facts">
      <Fact name="Key Event">
        <Link href={`/ke/${proposal.ke_id.replace('KE ', '')}`}>{proposal.ke_id}</Link> {proposal.ke_title}
      </Fact>
      <Fact name="Target">
        <Link href={`/pathways/${encodeURIComponent(proposal.target_id)}`}>{proposal.target_id}</Link> {proposal.target_title}
      </Fact>
      <Fact name="Confidence">
        <ConfidenceBadge confidence={proposal.confidence} />
        {proposal.computed_confidence && proposal.computed_confidence !== proposal.confidence && (
          <span className="hint"> the answers give {proposal.computed_confidence}</span>
        )}
      </Fact>
      <Fact name="Reason for that confidence">{proposal.override_reason}</Fact>
      {questionsOf(resource).map(({ field, legend }) => {
        const answer = given[field];
        return (
          <Fact key={field} name={legend}>
            {answer === null || answer === undefined ? null : answerLabel(resource, field, answer)}
          </Fact>
        );
      })}
      <Fact name="Suggestion score">{proposal.suggestion_score?.toFixed(2)}</Fact>
      <Fact name="Note">{proposal.note}</Fact>
      <Fact name="Affiliation">{proposal.affiliation}</Fact>
    </dl>
  );
}

/** A pair of term and description; nothing where there is nothing to say. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') {
    return null;
  }
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

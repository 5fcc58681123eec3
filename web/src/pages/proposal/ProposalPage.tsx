import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { asApiError, isApiError } from '@/api/errors';
import { useProposal, withdrawProposal, type Proposal } from '@/api/proposals';
import { useSession } from '@/api/session';
import { useAskSignIn } from '@/app/SignInDialog';
import { formatTime } from '@/lib/format';
import { kResourceLabels } from '@/lib/resources';
import { mapperAddress } from '@/pages/mapper/address';
import { Badge, ConfidenceBadge, StatusBadge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';
import { ProposalFacts } from './ProposalFacts';
import './proposal.css';

/** A proposal: where it stands, what was said, what comes next. Its proposer and administrators see it. */
export default function ProposalPage() {
  const { uuid = '' } = useParams();
  const [parameters] = useSearchParams();
  const proposal = useProposal(uuid);
  if (proposal.isError) {
    return <NotShown error={proposal.error} onRetry={() => void proposal.refetch()} />;
  }
  if (proposal.data === undefined) {
    return (
      <Page title="Proposal">
        <Loading lines={6} />
      </Page>
    );
  }
  return <Shown proposal={proposal.data} isNew={parameters.get('new') !== null} />;
}

function NotShown({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const askSignIn = useAskSignIn();
  const signIn = async () => {
    if (await askSignIn('Its proposer and administrators can see a proposal.')) {
      onRetry();
    }
  };
  return (
    <Page title="Proposal">
      {isApiError(error) && error.needsSignIn ? (
        <>
          <p>Its proposer and administrators can see a proposal once they are signed in.</p>
          <Button kind="primary" onClick={() => void signIn()}>
            Sign in
          </Button>
        </>
      ) : (
        <ErrorState error={error} title="This proposal cannot be shown." onRetry={onRetry} />
      )}
    </Page>
  );
}

const kKinds: Record<Proposal['kind'], string> = { new: 'New mapping', change: 'Change of a mapping', withdraw: 'Withdrawal of a mapping' };

function Shown({ proposal, isNew }: { proposal: Proposal; isNew: boolean }) {
  return (
    <Page
      title={`Proposal ${proposal.proposal_id ?? ''}`}
      heading={
        <>
          {proposal.ke_title} <span className="proposal-arrow">→</span> {proposal.target_title}
        </>
      }
      lead={
        <span className="proposal-lead">
          <StatusBadge status={proposal.status} /> <Badge>{kKinds[proposal.kind]}</Badge> {kResourceLabels[proposal.resource]}
          {proposal.stale === true && <Badge tone="low">no longer in the loaded release</Badge>}
        </span>
      }
    >
      {isNew && proposal.status === 'pending' && <Thanks proposal={proposal} />}
      <Fate proposal={proposal} />
      <Card>
        <ProposalFacts proposal={proposal} />
      </Card>
      <Withdraw proposal={proposal} />
    </Page>
  );
}

function Thanks({ proposal }: { proposal: Proposal }) {
  return (
    <div className="notice">
      <p>
        <b>Thank you. Your proposal waits for review.</b> You find it again under <Link href="/me">your name</Link>, and there you are told
        what became of it.
      </p>
      <p className="button-row">
        <Link className="button" href={mapperAddress({ ke: proposal.ke_id })}>
          Another target for {proposal.ke_id}
        </Link>
        <Link className="button" href="/mapper">
          Another Key Event
        </Link>
      </p>
    </div>
  );
}

/** What has happened to it, as a short line of steps. */
function Fate({ proposal }: { proposal: Proposal }) {
  const decided = proposal.decided_at ?? (proposal.status === 'pending' ? undefined : proposal.updated_at);
  return (
    <ol className="proposal-fate">
      <li data-done>
        <b>Proposed</b> {formatTime(proposal.created_at)} by {proposal.display_name ?? proposal.proposed_by ?? 'somebody'}
      </li>
      <li data-done={proposal.status !== 'pending' || undefined}>
        {proposal.status === 'pending' ? (
          <b>Waiting for review</b>
        ) : (
          <>
            <b>{proposal.status === 'approved' ? 'Approved' : proposal.status === 'rejected' ? 'Not accepted' : 'Withdrawn'}</b>{' '}
            {decided && formatTime(decided)} {proposal.decided_by && `by ${proposal.decided_by}`}
            {proposal.reason && <blockquote>{proposal.reason}</blockquote>}
          </>
        )}
      </li>
      {proposal.mapping_uuid && (
        <li data-done>
          <Link href={`/mappings/${proposal.mapping_uuid}`}>The mapping</Link> <ConfidenceBadge confidence={proposal.confidence} />
        </li>
      )}
    </ol>
  );
}

function Withdraw({ proposal }: { proposal: Proposal }) {
  const session = useSession();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const mine = session.data?.identity === proposal.proposed_by && session.data?.role !== 'guest';
  if (proposal.status !== 'pending' || !mine) {
    return null;
  }
  const withdraw = async () => {
    setBusy(true);
    try {
      await withdrawProposal(proposal.uuid);
      toast.say('Your proposal is withdrawn.');
    } catch (error) {
      toast.warn(asApiError(error).message);
    } finally {
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <p className="proposal-actions">
      <Button kind="danger" onClick={() => setAsking(true)}>
        Withdraw this proposal
      </Button>
      <Dialog title="Withdraw this proposal?" open={asking} onClose={() => setAsking(false)}>
        <p>It leaves the queue. You can propose the pair again later.</p>
        <p className="button-row">
          <Button kind="danger" busy={busy} onClick={() => void withdraw()}>
            Withdraw
          </Button>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
        </p>
      </Dialog>
    </p>
  );
}

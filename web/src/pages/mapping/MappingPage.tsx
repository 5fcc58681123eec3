import { Link, useParams } from 'wouter';
import { isApiError } from '@/api/errors';
import { useMapping, type KnownMapping } from '@/api/mappings';
import { formatTime } from '@/lib/format';
import { personName, type Mapping } from '@/lib/mappings';
import { kFacts, keyEventPath, targetPath } from '@/lib/subjects';
import { FormatLinks, linkedData } from '@/parts/FormatLinks';
import { Badge, ConfidenceBadge } from '@/ui/Badge';
import { Banner } from '@/ui/Banner';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import { Assessment } from './Assessment';
import { Cite } from './Cite';
import { Compared } from './Compared';
import { History } from './History';
import { ProposeChange } from './ProposeChange';
import { Ranking } from './Ranking';
import '@/parts/subject.css';
import './mapping.css';

/** Everything that is known about a mapping, also when it was withdrawn. */
export default function MappingPage() {
  const { uuid = '' } = useParams();
  const mapping = useMapping(uuid);
  if (mapping.isPending) {
    return (
      <Page title="Mapping" wide>
        <Loading lines={8} label="Loading the mapping" />
      </Page>
    );
  }
  if (mapping.isError) {
    const unknown = isApiError(mapping.error) && mapping.error.status === 404;
    return (
      <Page title="Mapping">
        {unknown ? (
          <EmptyState title="There is no mapping with this identifier.">
            <Link href="/explore">Explore all mappings</Link>
          </EmptyState>
        ) : (
          <ErrorState error={mapping.error} title="The mapping could not be loaded." onRetry={() => void mapping.refetch()} />
        )}
      </Page>
    );
  }
  return <Known known={mapping.data} />;
}

function Known({ known }: { known: KnownMapping }) {
  const { mapping, withdrawnAt } = known;
  const { label, unit, collection } = kFacts[mapping.resource];
  const title = `${mapping.keId} – ${mapping.targetId}`;
  return (
    <Page
      title={title}
      wide
      heading={
        <span className="mapping-pair">
          <span>
            <Link href={keyEventPath(mapping.keId)} className="subject-id">
              {mapping.keId}
            </Link>
            {mapping.keTitle}
          </span>
          <svg viewBox="0 0 40 12" className="mapping-arrow" role="img" aria-label="is mapped to">
            <path d="M2 6h34M31 1l6 5-6 5" />
          </svg>
          <span>
            <Link href={targetPath(mapping.targetId)} className="subject-id">
              {mapping.targetId}
            </Link>
            {mapping.targetTitle}
          </span>
        </span>
      }
      lead={
        <p className="subject-facts">
          {withdrawnAt === null ? <Badge tone="good">approved</Badge> : <Badge tone="bad">withdrawn</Badge>}
          <ConfidenceBadge confidence={mapping.confidence} />
          <span>
            {label} {unit}
          </span>
        </p>
      }
    >
      <Notices known={known} />
      <div className="subject">
        <div>
          <Assessment mapping={mapping} />
          <Compared mapping={mapping} />
          <Ranking mapping={mapping} />
          <History uuid={mapping.uuid} />
        </div>
        <aside aria-label="About this mapping">
          <Facts mapping={mapping} />
          {withdrawnAt === null && <ProposeChange mapping={mapping} />}
          <Cite mapping={mapping} />
          {withdrawnAt === null && (
            <FormatLinks
              links={[
                { label: 'JSON', href: `${collection}/${mapping.uuid}`, note: 'as in the API' },
                ...linkedData(`/mappings/${mapping.uuid}`),
              ]}
            />
          )}
        </aside>
      </div>
    </Page>
  );
}

function Notices({ known }: { known: KnownMapping }) {
  return (
    <>
      {known.withdrawnAt !== null && (
        <Banner kind="degraded">
          <strong>Withdrawn on {formatTime(known.withdrawnAt)}.</strong>{' '}
          {known.withdrawnReason === null || known.withdrawnReason === '' ? 'No reason was given.' : known.withdrawnReason} It is no longer
          in the lists, files and the API; this page stays, so that whoever used it can see what became of it.
        </Banner>
      )}
      {known.pendingProposals > 0 && (
        <Banner kind="info">
          {known.pendingProposals === 1 ? 'One proposal' : `${known.pendingProposals} proposals`} to change or withdraw it{' '}
          {known.pendingProposals === 1 ? 'waits' : 'wait'} for review.
        </Banner>
      )}
    </>
  );
}

function Facts({ mapping }: { mapping: Mapping }) {
  return (
    <section className="card">
      <h2>Provenance</h2>
      <dl className="facts">
        <dt>Proposed by</dt>
        <dd>{personName(mapping.proposedBy)}</dd>
        <dt>Approved by</dt>
        <dd>{personName(mapping.approvedBy)}</dd>
        <dt>Approved</dt>
        <dd>{mapping.approvedAt === null ? 'date unknown' : formatTime(mapping.approvedAt)}</dd>
        <dt>Level</dt>
        <dd>{mapping.level ?? 'unknown'}</dd>
        <dt>AOPs</dt>
        <dd>{mapping.aops.length === 0 ? 'none' : mapping.aops.join(', ')}</dd>
        <dt>Identifier</dt>
        <dd className="id">{mapping.uuid}</dd>
      </dl>
    </section>
  );
}

import { Link, useSearchParams } from 'wouter';
import { useDraftOwner } from '@/api/draft_owner';
import { useKeyEvent } from '@/api/key_events';
import { useTarget } from '@/api/targets';
import { kKinds, resourceOfId } from '@/lib/resources';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/States';
import { Loading } from '@/ui/Loading';
import { Assessment } from './Assessment';
import { ContextPanel } from './ContextPanel';
import { KeyEventChooser } from './KeyEventChooser';
import { TargetChooser } from './TargetChooser';
import { mapperAddress } from './address';
import './mapper.css';

/**
 * The way to a proposal in three steps. Where one is stands in the address (`?ke=`, `&target=`), so that back, reload and
 * links from other pages work.
 */
export default function MapperPage() {
  const [parameters] = useSearchParams();
  const keId = parameters.get('ke') ?? '';
  const targetId = parameters.get('target') ?? '';
  const step = keId === '' ? 1 : targetId === '' ? 2 : 3;
  return (
    <Page title="Map a Key Event" wide lead={step === 1 ? 'Three short steps: a Key Event, a target, and your judgement of the link.' : undefined}>
      <Steps keId={keId} targetId={targetId} step={step} />
      {step === 1 ? (
        <KeyEventChooser />
      ) : (
        <div className="mapper-columns">
          <div className="mapper-work">
            {step === 2 ? <TargetChooser keId={keId} /> : <Third keId={keId} targetId={targetId} score={parameters.get('score')} />}
          </div>
          <ContextPanel keId={keId} />
        </div>
      )}
    </Page>
  );
}

function Third({ keId, targetId, score }: { keId: string; targetId: string; score: string | null }) {
  const resource = resourceOfId(targetId);
  const { owner, turn } = useDraftOwner();
  const event = useKeyEvent(keId);
  const target = useTarget(resource ?? 'go', targetId, resource !== undefined);
  if (resource === undefined) {
    return (
      <p className="notice">
        ‘{targetId}’ is no id of a target. <Link href={mapperAddress({ ke: keId })}>Choose one</Link>.
      </p>
    );
  }
  const problem = event.error ?? target.error;
  if (problem !== null) {
    return <ErrorState error={problem} onRetry={() => void Promise.all([event.refetch(), target.refetch()])} />;
  }
  if (event.data === undefined || target.data === undefined || owner === undefined) {
    return <Loading lines={6} />;
  }
  const suggested = score === null ? Number.NaN : Number(score);
  return (
    <Assessment
      key={`${keId}|${targetId}|${turn}`}
      owner={owner}
      resource={resource}
      event={event.data}
      target={target.data}
      suggestionScore={Number.isFinite(suggested) ? suggested : undefined}
    />
  );
}

/** The tab to come back to. */
function kindOfTarget(targetId: string): string | undefined {
  const resource = resourceOfId(targetId);
  return kKinds.find((one) => one.resource === resource)?.kind;
}

function Steps({ keId, targetId, step }: { keId: string; targetId: string; step: number }) {
  const event = useKeyEvent(keId);
  const steps = [
    { number: 1, label: 'Key Event', value: keId, note: event.data?.ke_title, to: mapperAddress({}) },
    { number: 2, label: 'Target', value: targetId, note: undefined, to: mapperAddress({ ke: keId, kind: kindOfTarget(targetId) }) },
    { number: 3, label: 'Assessment', value: '', note: undefined, to: undefined },
  ];
  return (
    <nav aria-label="Steps" className="mapper-steps">
      <ol>
        {steps.map((one) => (
          <li key={one.number} data-state={one.number < step ? 'done' : one.number === step ? 'now' : 'later'}>
            <span className="mapper-step-number" aria-hidden="true">
              {one.number < step ? '✓' : one.number}
            </span>
            <span className="mapper-step-text" aria-current={one.number === step ? 'step' : undefined}>
              <b>{one.label}</b>
              {one.number < step && one.to !== undefined && (
                <span className="mapper-step-value">
                  {one.value} {one.note !== undefined && <span className="mapper-step-note">{one.note}</span>}{' '}
                  <Link href={one.to}>
                    Change<span className="visually-hidden"> the {one.label}</span>
                  </Link>
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

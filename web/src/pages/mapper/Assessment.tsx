import { useRef, useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { isOwner } from '@/api/draft_owner';
import { asApiError, type ApiError } from '@/api/errors';
import { submitProposal, useAvailability, useComputed } from '@/api/proposals';
import type { KeyEventDetail } from '@/api/key_events';
import type { Schemas } from '@/api/client';
import { useAskSignIn } from '@/app/SignInDialog';
import type { DraftFields, Pair } from '@/lib/draft';
import type { Owner } from '@/lib/local_drafts';
import { questionsOf } from '@/lib/questions';
import type { Resource } from '@/lib/resources';
import { answersOf, missingFields, submissionOf } from '@/lib/submission';
import { Questions } from '@/parts/Questions';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { Help } from '@/ui/Help';
import { useToast } from '@/ui/Toast';
import { GeneCount } from './CandidateCard';
import { ConfidenceChoice } from './ConfidenceChoice';
import { DraftNote } from './DraftNote';
import { TargetDetails } from './TargetDetails';
import { Taken } from './Taken';
import { useDraft } from './use_draft';

interface Props {
  /** Who types. */
  owner: Owner;
  resource: Resource;
  event: KeyEventDetail;
  target: Schemas['Target'];
  suggestionScore: number | undefined;
}

const kTextLimit = 1000;
const kSmall = 5;

/** Step 3: the questions, the confidence that follows, and sending it. Nothing typed is lost, whatever the server says. */
export function Assessment({ owner, resource, event, target, suggestionScore }: Props) {
  const pair: Pair = { resource, keId: event.ke_id, targetId: target.id };
  const draft = useDraft(
    owner,
    pair,
    { keTitle: event.ke_title, targetTitle: target.title },
    suggestionScore === undefined ? {} : { suggestion_score: suggestionScore },
  );
  const { fields, change } = draft;
  const computed = useComputed(resource, event.ke_id, answersOf(resource, fields));
  const availability = useAvailability(resource, event.ke_id, target.id);
  const send = useSubmit(owner, pair, fields, draft.finish);
  const small = target.gene_count !== null && target.gene_count < kSmall;

  return (
    <form noValidate onSubmit={send.submit} className="mapper-form" ref={send.form}>
      <h2 className="visually-hidden">Judge the link</h2>
      <Card className="mapper-pair">
        <p className="mapper-pair-side">
          <span className="id">{event.ke_id}</span> {event.ke_title}
        </p>
        <p className="mapper-pair-arrow" aria-hidden="true">
          ⟶
        </p>
        <div className="mapper-pair-side">
          <span className="id">{target.id}</span> {target.title}
          <p className="mapper-card-facts">
            <GeneCount count={target.gene_count} small={small} />
          </p>
        </div>
        <details>
          <summary>Description and genes</summary>
          <h3 className="visually-hidden">The target</h3>
          <TargetDetails resource={resource} id={target.id} keId={event.ke_id} keyEventGenes={event.genes} />
        </details>
      </Card>
      {small && (
        <p className="mapper-warning">Under 5 genes: enrichment analyses will skip this set, so the mapping will not be seen there.</p>
      )}
      {availability.data?.free === false && (
        <Taken proposal={availability.data.pending_proposal} mapping={availability.data.approved_mapping} />
      )}
      <DraftNote state={draft.state} restored={draft.restored} onStartAnew={() => void draft.startAnew()} />
      <Help title="What the questions are for">
        Your answers are stored with the mapping, so that others can follow your judgement. The confidence is computed from them by the
        same rules for everybody. There is no wrong answer: ‘uncertain’ is a finding, too.
      </Help>
      <Questions questions={questionsOf(resource)} fields={fields} onChange={change} errorOf={send.errorOf} />
      <ConfidenceChoice
        computed={computed.data?.confidence ?? null}
        fields={fields}
        change={change}
        error={send.errorOf('confidence')}
        reasonError={send.errorOf('override_reason')}
      />
      <Field label="Note for the reviewer" optional hint="References, doubts, anything that helps. Up to 1,000 characters." error={send.errorOf('note')}>
        {(wiring) => (
          <textarea {...wiring} maxLength={kTextLimit} value={fields.note ?? ''} onChange={(e) => change({ note: e.target.value })} />
        )}
      </Field>
      <Field label="Your affiliation" optional hint="Shown with the mapping." error={send.errorOf('affiliation')}>
        {(wiring) => (
          <input {...wiring} maxLength={200} autoComplete="organization" value={fields.affiliation ?? ''} onChange={(e) => change({ affiliation: e.target.value })} />
        )}
      </Field>
      {send.problem && <Problem error={send.problem} />}
      <p className="button-row">
        <Button type="submit" kind="primary" className="large" busy={send.busy}>
          Propose this mapping
        </Button>
        <span className="hint">A reviewer looks at it before it is public.</span>
      </p>
    </form>
  );
}

/** What the server said, where it belongs to no single field. */
function Problem({ error }: { error: ApiError }) {
  const proposal = error.fieldMessage('pending_proposal');
  const mapping = error.fieldMessage('approved_mapping');
  if (proposal !== undefined || mapping !== undefined) {
    return <Taken proposal={proposal} mapping={mapping} message={error.message} />;
  }
  return (
    <div className="state error" role="alert">
      <p className="state-title">The proposal was not stored.</p>
      <p className="state-text">
        {error.message} {error.isPassing && 'What you typed is still here: send it again in a moment.'}
      </p>
      {error.retryAfter !== undefined && <p className="state-text">Try again in {error.retryAfter} seconds.</p>}
    </div>
  );
}

const kWanted: Record<string, string> = { override_reason: 'Say why you decide otherwise.' };

/** Sending, once or again after signing in, and which messages belong where. */
function useSubmit(owner: Owner, pair: Pair, fields: DraftFields, finish: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError>();
  const [checked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const askSignIn = useAskSignIn();
  const toast = useToast();
  const [, navigate] = useLocation();
  const missing = missingFields(pair.resource, fields);

  const showFirstError = () =>
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea, select), [role="alert"] a');
      wrong?.focus();
      wrong?.scrollIntoView({ block: 'center' });
    });

  const sendOnce = async (mayAsk: boolean): Promise<void> => {
    try {
      const proposal = await submitProposal(submissionOf(pair, fields));
      await finish();
      toast.say('Your proposal is in the queue.');
      navigate(`/proposals/${proposal.uuid}?new=1`);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.needsSignIn && mayAsk && (await askSignIn('Nothing you typed is lost. Sign in, and your proposal is sent.'))) {
        if (!isOwner(owner)) {
          return; // another person signed in: these words are not theirs to send
        }
        return sendOnce(false);
      }
      setProblem(error);
      showFirstError();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    setProblem(undefined);
    if (missing.length > 0) {
      showFirstError();
      return;
    }
    setBusy(true);
    void sendOnce(true).finally(() => setBusy(false));
  };
  const errorOf = (field: string): string | undefined => {
    if (checked && missing.includes(field)) {
      return kWanted[field] ?? 'Choose an answer.';
    }
    return problem?.fieldMessage(field);
  };
  const placed = ['note', 'affiliation', 'confidence', 'override_reason', ...questionsOf(pair.resource).map((one) => one.field)];
  const loose = problem && !placed.some((field) => problem.fieldMessage(field) !== undefined) ? problem : undefined;
  return { busy, submit, errorOf, problem: loose, form };
}


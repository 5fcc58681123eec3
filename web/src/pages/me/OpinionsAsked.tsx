import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { giveOpinion, useOpinionsAsked, type Opinion } from '@/api/opinions';
import { asApiError, type ApiError } from '@/api/errors';
import { useAskSignIn } from '@/app/SignInDialog';
import type { DraftFields } from '@/lib/draft';
import { formatDay } from '@/lib/format';
import { isSet } from '@/lib/is_set';
import { questionsOf } from '@/lib/questions';
import type { Resource } from '@/lib/resources';
import { keyEventPath, targetPath } from '@/lib/subjects';
import { answersOf } from '@/lib/submission';
import { Questions } from '@/parts/Questions';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';

/** Pairs on which a reviewer asked for my judgement. What the proposer answered is not shown, so that mine is my own. */
export function OpinionsAsked() {
  const asked = useOpinionsAsked();
  if (asked.isError) {
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Loading />;
  }
  if (asked.data.length === 0) {
    return <EmptyState title="Nobody has asked for your opinion yet.">Reviewers ask a second curator where a mapping is hard to judge.</EmptyState>;
  }
  return (
    <ul className="me-list">
      {asked.data.map((opinion) => (
        <li key={opinion.uuid} className="me-opinion">
          <OneOpinion opinion={opinion} />
        </li>
      ))}
    </ul>
  );
}

function OneOpinion({ opinion }: { opinion: Opinion }) {
  const { resource, ke_id: keId = '', ke_title, target_id: targetId = '', target_title, given_at: given } = opinion;
  return (
    <>
      <p>
        <Link href={keyEventPath(keId)}>
          {keId} {ke_title}
        </Link>{' '}
        →{' '}
        <Link href={targetPath(targetId)}>
          {targetId} {target_title}
        </Link>
      </p>
      {isSet(given) ? (
        <Badge tone="good">{`given ${formatDay(given)}`}</Badge>
      ) : opinion.open === true && resource !== undefined ? (
        <details>
          <summary>Give your opinion{opinion.asked_at !== undefined && <span className="hint"> asked {formatDay(opinion.asked_at)}</span>}</summary>
          <OpinionForm uuid={opinion.uuid} resource={resource} />
        </details>
      ) : (
        <Badge>no longer needed</Badge>
      )}
    </>
  );
}

function OpinionForm({ uuid, resource }: { uuid: string; resource: Resource }) {
  const [fields, setFields] = useState<DraftFields>({});
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState(false);
  const [error, setError] = useState<ApiError>();
  const askSignIn = useAskSignIn();
  const toast = useToast();
  const questions = questionsOf(resource).filter(({ field }) => field !== 'connection_type'); // no answer that is compared
  const send = async (mayAsk: boolean): Promise<void> => {
    try {
      await giveOpinion(uuid, { ...answersOf(resource, fields), note: fields.note ?? '' });
      toast.say('Your opinion is with the reviewers.');
    } catch (thrown) {
      const problem = asApiError(thrown);
      if (problem.needsSignIn && mayAsk && (await askSignIn('Nothing you typed is lost. Sign in, and it is sent.'))) {
        return send(false);
      }
      setError(problem);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    setError(undefined);
    if (questions.every(({ field }) => fields[field] !== undefined)) {
      setBusy(true);
      void send(true).finally(() => setBusy(false));
    }
  };
  const loose = error !== undefined && questions.every(({ field }) => error.fieldMessage(field) === undefined);
  return (
    <form noValidate onSubmit={submit}>
      <Questions
        questions={questions}
        fields={fields}
        onChange={(changed) => setFields({ ...fields, ...changed })}
        errorOf={(field) => error?.fieldMessage(field) ?? (checked && fields[field] === undefined ? 'Choose an answer.' : undefined)}
      />
      <Field label="Why you see it so" optional hint="Read by the reviewers." error={error?.fieldMessage('note')}>
        {(wiring) => <textarea {...wiring} maxLength={1000} value={fields.note ?? ''} onChange={(event) => setFields({ ...fields, note: event.target.value })} />}
      </Field>
      {loose && (
        <p className="field-error" role="alert">
          {error.message}
        </p>
      )}
      <Button type="submit" kind="primary" busy={busy}>
        Send my opinion
      </Button>
    </form>
  );
}

import { useState, type FormEvent } from 'react';
import { asApiError, type ApiError } from '@/api/errors';
import { proposeChange, type ChangeRequest } from '@/api/mappings';
import { queryClient } from '@/api/client';
import { useAskSignIn } from '@/app/SignInDialog';
import { changedAnswers, currentAnswers } from '@/lib/change_request';
import type { Mapping } from '@/lib/mappings';
import { questionsOf } from '@/lib/questions';
import { Button } from '@/ui/Button';
import { ChoiceGroup } from '@/ui/ChoiceGroup';
import { Field } from '@/ui/Field';
import { useToast } from '@/ui/Toast';

interface Props {
  mapping: Mapping;
  kind: 'change' | 'withdraw';
  onSent: (proposal: string) => void;
}

const kMostText = 1000;

export function ChangeForm({ mapping, kind, onSent }: Props) {
  const before = currentAnswers(mapping);
  const [answers, setAnswers] = useState(before);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const askSignIn = useAskSignIn();
  const toast = useToast();

  const submit = async (body: ChangeRequest): Promise<void> => {
    try {
      const proposal = await proposeChange(mapping.uuid, body);
      await queryClient.invalidateQueries({ queryKey: ['mappings', 'one', mapping.uuid] });
      toast.say('Your proposal is in the queue of the reviewers.');
      onSent(proposal.uuid);
    } catch (thrown) {
      const problem = asApiError(thrown);
      if (problem.needsSignIn && (await askSignIn('Sign in, and your proposal is sent. What you wrote stays.'))) {
        return submit(body);
      }
      setError(problem);
    }
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const changed = changedAnswers(mapping.resource, before, answers);
    if (kind === 'change' && changed === undefined) {
      setError(asApiError(new Error('Change at least one answer: so far they are those of the mapping.')));
      return;
    }
    setBusy(true);
    setError(undefined);
    await submit({ kind, reason: reason.trim(), ...(kind === 'change' ? changed : {}) });
    setBusy(false);
  };
  const known = new Set(['reason', ...questionsOf(mapping.resource).map((question) => question.field)]);
  const loose = error && Object.keys(error.fields).filter((field) => known.has(field)).length === 0;
  return (
    <form onSubmit={(event) => void send(event)}>
      <p>
        <b>{mapping.keId}</b> – <b>{mapping.targetId}</b>, now of {mapping.confidence} confidence.
      </p>
      {kind === 'change' &&
        questionsOf(mapping.resource).map((question) => (
          <ChoiceGroup
            key={question.field}
            legend={question.legend}
            help={question.help}
            choices={question.choices}
            value={answers[question.field]}
            onChange={(value) => setAnswers({ ...answers, [question.field]: value })}
            error={error?.fieldMessage(question.field)}
          />
        ))}
      <Field
        label="Reason"
        hint={kind === 'change' ? 'What is known now that speaks for it? Shown to the reviewer.' : 'Why should it go? Shown on this page once it is withdrawn.'}
        error={error?.fieldMessage('reason')}
      >
        {(wiring) => (
          <textarea {...wiring} value={reason} required maxLength={kMostText} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {loose && (
        <p className="field-error" role="alert">
          {error.message}
        </p>
      )}
      <Button type="submit" kind="primary" busy={busy}>
        Send to review
      </Button>
    </form>
  );
}

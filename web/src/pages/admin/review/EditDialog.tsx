import { useEffect, useState } from 'react';
import { useComputed } from '@/api/proposals';
import type { DraftFields } from '@/lib/draft';
import { answersOf } from '@/lib/submission';
import { ConfidenceChoice } from '@/pages/mapper/ConfidenceChoice';
import { questionsOf } from '@/lib/questions';
import { Questions } from '@/parts/Questions';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { useToast } from '@/ui/Toast';
import { useAct } from '../use_act';
import { approve, edit, editsOf, fieldsOf, type Proposal } from './queue';

interface Props {
  open: boolean;
  proposal: Proposal;
  onClose: () => void;
  onSaved: () => void;
  onApproved: (version: number) => void;
}

export function EditDialog({ open, proposal, onClose, onSaved, onApproved }: Props) {
  return (
    <Dialog title={`Edit ${proposal.ke_id} – ${proposal.target_id}`} open={open} onClose={onClose}>
      <EditForm key={`${proposal.uuid} ${proposal.version}`} proposal={proposal} onClose={onClose} onSaved={onSaved} onApproved={onApproved} />
    </Dialog>
  );
}

/** The answers as proposed, to be changed before a decision. */
function EditForm({ proposal, onClose, onSaved, onApproved }: Omit<Props, 'open'>) {
  const [fields, setFields] = useState<DraftFields>(() => fieldsOf(proposal));
  const { busy, problem, run, clear } = useAct();
  const toast = useToast();
  const computed = useComputed(proposal.resource, proposal.ke_id, answersOf(proposal.resource, fields));
  const change = (changed: Partial<DraftFields>) => setFields((before) => ({ ...before, ...changed }));
  useEffect(() => clear(), [fields, clear]);
  const edits = editsOf(proposal, fields);
  const nothing = Object.keys(edits).length === 0;
  const body = { version: proposal.version, ...edits };
  const save = async () => {
    if ((await run(() => edit(proposal.uuid, body))) !== undefined) {
      toast.say('Kept. It still waits for a decision.');
      onClose();
      onSaved();
    }
  };
  const saveAndApprove = async () => {
    const answer = await run(() => approve(proposal.uuid, body));
    if (answer !== undefined) {
      onClose();
      onApproved(answer.version ?? proposal.version + 1);
    }
  };
  return (
    <>
      <Questions
        questions={questionsOf(proposal.resource)}
        fields={fields}
        onChange={change}
        errorOf={(field) => problem?.fieldMessage(field)}
        brief
      />
      <ConfidenceChoice
        computed={computed.data?.confidence ?? null}
        fields={fields}
        change={change}
        error={problem?.fieldMessage('confidence')}
        reasonError={problem?.fieldMessage('override_reason')}
      />
      {problem && (
        <p className="field-error" role="alert">
          {problem.status === 409 ? `Someone was faster: ${problem.message}` : problem.message}
        </p>
      )}
      <p className="button-row review-actions">
        <Button kind="primary" busy={busy} disabled={nothing} onClick={() => void saveAndApprove()}>
          Approve with these changes
        </Button>
        <Button busy={busy} disabled={nothing} onClick={() => void save()}>
          Keep the changes
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </p>
    </>
  );
}

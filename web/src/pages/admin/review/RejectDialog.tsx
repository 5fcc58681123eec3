import { useEffect, useState } from 'react';
import type { ApiError } from '@/api/errors';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import type { Proposal } from './queue';

interface Props {
  open: boolean;
  proposal: Proposal;
  busy: boolean;
  problem: ApiError | undefined;
  onReject: (reason: string) => void;
  onClose: () => void;
}

/** A rejection needs a reason, which the proposer reads. It stays typed when sending fails. */
export function RejectDialog({ open, proposal, busy, problem, onReject, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    setReason('');
    setTried(false);
  }, [proposal.uuid]);
  const send = () => {
    setTried(true);
    if (reason.trim() !== '') {
      onReject(reason.trim());
    }
  };
  return (
    <Dialog title={`Reject ${proposal.ke_id} – ${proposal.target_id}`} open={open} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field
          label="Why?"
          hint="The proposer reads this. Ctrl and Enter send it."
          error={tried && reason.trim() === '' ? 'Say what was wrong, so that the next proposal is better.' : problem?.fieldMessage('reason')}
        >
          {(wiring) => (
            <textarea
              {...wiring}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send()}
            />
          )}
        </Field>
        {problem && problem.fieldMessage('reason') === undefined && (
          <p className="field-error" role="alert">
            {problem.message}
          </p>
        )}
        <p className="button-row">
          <Button kind="danger" type="submit" busy={busy}>
            Reject
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        </p>
      </form>
    </Dialog>
  );
}

import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { counted } from '@/lib/format';
import { useAct } from '../use_act';
import { bulk, renewAfterDecision, type Proposal } from './queue';

interface Props {
  chosen: readonly Proposal[];
  onChooseAll: () => void;
  onClear: () => void;
}

type Summary = Awaited<ReturnType<typeof bulk>>;

/** Many decisions at once, each for itself; what failed is listed with its reason. */
export function BulkBar({ chosen, onChooseAll, onClear }: Props) {
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const [reason, setReason] = useState('');
  const [sent, setSent] = useState<{ summary: Summary; proposals: readonly Proposal[]; decision: 'approve' | 'reject' }>();
  const act = useAct();
  const close = () => {
    setAsked(undefined);
    setSent(undefined);
    act.clear();
  };
  const send = async (decision: 'approve' | 'reject') => {
    const summary = await act.run(() => bulk(decision, chosen, reason.trim()));
    if (summary !== undefined) {
      setSent({ summary, proposals: chosen, decision });
      setReason('');
      onClear();
      await renewAfterDecision();
    }
  };
  const missing = asked === 'reject' && reason.trim() === '';
  const many = counted(chosen.length, 'proposal');
  return (
    <div className="review-bulk" role="group" aria-label="Many at once">
      <span role="status">{chosen.length === 0 ? 'None marked' : `${many} marked`}</span>
      <Button className="small" onClick={onChooseAll}>
        Mark all here
      </Button>
      {chosen.length > 0 && (
        <>
          <Button className="small" kind="quiet" onClick={onClear}>
            Clear
          </Button>
          <Button className="small" onClick={() => setAsked('approve')}>
            Approve {chosen.length}…
          </Button>
          <Button className="small" kind="danger" onClick={() => setAsked('reject')}>
            Reject {chosen.length}…
          </Button>
        </>
      )}
      <Dialog
        title={sent !== undefined ? 'Done' : asked === 'approve' ? `Approve ${many}?` : `Reject ${many}?`}
        open={asked !== undefined || sent !== undefined}
        onClose={close}
      >
        {sent !== undefined ? (
          <Result {...sent} onClose={close} />
        ) : (
          <>
            <ul className="review-names">
              {chosen.map((one) => (
                <li key={one.uuid}>
                  <span className="id">{one.ke_id}</span> → <span className="id">{one.target_id}</span> {one.target_title}
                </li>
              ))}
            </ul>
            {asked === 'reject' && (
              <Field label="Why?" hint="Every proposer reads this.">
                {(wiring) => <textarea {...wiring} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}
              </Field>
            )}
            {act.problem && (
              <p className="field-error" role="alert">
                {act.problem.message}
              </p>
            )}
            <p className="button-row">
              <Button
                kind={asked === 'reject' ? 'danger' : 'primary'}
                busy={act.busy}
                disabled={missing}
                onClick={() => asked !== undefined && void send(asked)}
              >
                {asked === 'reject' ? `Reject ${chosen.length}` : `Approve ${chosen.length}`}
              </Button>
              <Button kind="quiet" onClick={close}>
                Cancel
              </Button>
            </p>
          </>
        )}
      </Dialog>
    </div>
  );
}

interface ResultProps {
  summary: Summary;
  proposals: readonly Proposal[];
  decision: 'approve' | 'reject';
  onClose: () => void;
}

function Result({ summary, proposals, decision, onClose }: ResultProps) {
  const failed = (summary.results ?? []).filter(({ done }) => done !== true);
  const name = (uuid: string | undefined) => {
    const one = proposals.find((proposal) => proposal.uuid === uuid);
    return one === undefined ? '' : `${one.ke_id} – ${one.target_id}`;
  };
  return (
    <>
      <p role="status">
        {counted(summary.done ?? 0, 'proposal')} {decision === 'approve' ? 'approved' : 'rejected'}
        {failed.length > 0 && `, ${failed.length} not`}.
      </p>
      {failed.length > 0 && (
        <ul className="review-names">
          {failed.map((row) => (
            <li key={row.uuid}>
              <b>{name(row.uuid)}</b>: {row.error}
            </li>
          ))}
        </ul>
      )}
      <Button kind="primary" onClick={onClose}>
        Go on
      </Button>
    </>
  );
}

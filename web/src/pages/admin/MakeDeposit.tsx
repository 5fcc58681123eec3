import { useState } from 'react';
import { makeDeposit } from '@/api/deposits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { useAct } from './use_act';

interface Done {
  text: string;
  page: string;
  warning: string | undefined;
}

const kDone: Record<string, string> = {
  unchanged: 'Nothing has changed since the last version, so nothing was deposited.',
  drafted: 'A draft is ready.',
  published: 'The version is published.',
};

/** A draft to look at, or a version that is public for good. */
export function MakeDeposit({ sandbox }: { sandbox: boolean }) {
  const [force, setForce] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wish, setWish] = useState<'draft' | 'publish'>();
  const [done, setDone] = useState<Done>();
  const { busy, problem, run } = useAct();
  const where = sandbox ? 'the sandbox' : 'Zenodo';
  const make = async (publish: boolean) => {
    setAsking(false);
    setDone(undefined);
    setWish(publish ? 'publish' : 'draft');
    const made = await run(() => makeDeposit({ sandbox, publish, force }));
    if (made !== undefined) {
      setDone({ text: kDone[made.state ?? ''] ?? 'Done.', page: made.page ?? '', warning: made.warning ?? undefined });
    }
  };
  return (
    <div className="admin-deposit">
      <label className="admin-check">
        <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} /> also when no mapping has changed
      </label>
      <p className="button-row">
        <Button kind="primary" busy={busy && wish === 'draft'} disabled={busy && wish !== 'draft'} onClick={() => void make(false)}>
          Prepare a draft
        </Button>
        <Button busy={busy && wish === 'publish'} disabled={busy && wish !== 'publish'} onClick={() => setAsking(true)}>
          Publish…
        </Button>
      </p>
      <div role="status">
        {busy && <p className="hint">Uploading to {where}; this can take a minute.</p>}
        {done && (
          <p className="notice">
            {done.text}{' '}
            {done.page !== '' && (
              <a href={done.page} rel="external noreferrer">
                Its page at {where}
              </a>
            )}
            {done.warning !== undefined && <> But: {done.warning}</>}
          </p>
        )}
      </div>
      {problem && (
        <p className="field-error" role="alert">
          {problem.message} What was uploaded so far is kept; the same button goes on with it.
        </p>
      )}
      <Dialog title={`Publish at ${where}?`} open={asking} onClose={() => setAsking(false)}>
        <p>
          The mappings in force now become a version with a DOI. {sandbox ? 'The sandbox is emptied from time to time.' : 'It cannot be taken back or changed, only followed by a newer one.'}
        </p>
        <p className="button-row">
          <Button kind="danger" onClick={() => void make(true)}>
            Publish
          </Button>
          <Button kind="quiet" onClick={() => setAsking(false)}>
            Cancel
          </Button>
        </p>
      </Dialog>
    </div>
  );
}

import { useState } from 'react';
import { Link } from 'wouter';
import { useSession } from '@/api/session';
import type { Mapping } from '@/lib/mappings';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ChangeForm } from './ChangeForm';

/** The ways to say that a mapping should be otherwise. */
export function ProposeChange({ mapping }: { mapping: Mapping }) {
  const session = useSession();
  const [kind, setKind] = useState<'change' | 'withdraw'>();
  const [sent, setSent] = useState<{ kind: string; uuid: string }>();
  return (
    <section className="card screen-only">
      <h2>Should it be otherwise?</h2>
      {sent ? (
        <p role="status">
          Thank you. Your proposal waits for review; <Link href={`/proposals/${sent.uuid}`}>see its state</Link>.
        </p>
      ) : (
        <p className="hint">
          Propose another assessment, or that the mapping be withdrawn. An admin decides, and the mapping stays as it is until then.
          {session.data?.signed_in === false && ' You will be asked to sign in.'}
        </p>
      )}
      <p className="button-row">
        <Button className="small" onClick={() => setKind('change')}>
          Propose a change
        </Button>
        <Button className="small" kind="danger" onClick={() => setKind('withdraw')}>
          Propose a withdrawal
        </Button>
      </p>
      <Dialog
        title={kind === 'withdraw' ? 'Propose a withdrawal' : 'Propose a change'}
        open={kind !== undefined}
        onClose={() => setKind(undefined)}
      >
        {kind && (
          <ChangeForm
            mapping={mapping}
            kind={kind}
            onSent={(uuid) => {
              setSent({ kind, uuid });
              setKind(undefined);
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

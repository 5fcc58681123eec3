import { lazy, Suspense, useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, queryClient, type Schemas } from '@/api/client';
import { Badge, type Tone } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { useToast } from '@/ui/Toast';
import { formatTime } from '@/lib/format';
import { AdminPage } from './AdminPage';
import { useAct } from './use_act';

type Code = Schemas['GuestCode'];
const QrCode = lazy(() => import('./QrCode'));
const kKey = ['admin', 'guest-codes'];
const kStates: Record<string, { tone: Tone; label: string }> = {
  valid: { tone: 'good', label: 'valid' },
  expired: { tone: 'neutral', label: 'expired' },
  used_up: { tone: 'medium', label: 'used up' },
  revoked: { tone: 'bad', label: 'revoked' },
};

export default function GuestCodesPage() {
  return (
    <AdminPage title="Guest codes" lead="For workshops: whoever has the code proposes mappings under a name of their choice, until it expires.">
      <GuestCodes />
    </AdminPage>
  );
}

function GuestCodes() {
  const [made, setMade] = useState<Code>();
  const codes = useQuery({ queryKey: kKey, queryFn: () => bodyOf(api.GET('/api/admin/guest-codes')) });
  const rows = codes.data?.guest_codes ?? [];
  return (
    <>
      {made?.code !== undefined && <Made code={made} onDone={() => setMade(undefined)} />}
      <MakeForm onMade={setMade} />
      <h2>All codes</h2>
      {codes.isPending && <Loading />}
      {codes.isError && <ErrorState error={codes.error} onRetry={() => void codes.refetch()} />}
      {codes.data && rows.length === 0 && <EmptyState title="No code was made yet" />}
      {rows.length > 0 && (
        <Table caption="Guest codes" head={['For', 'State', 'Used', 'Expires', 'Made by', <span key="actions" className="visually-hidden">Actions</span>]}>
          {rows.map((code) => (
            <CodeRow key={code.id} code={code} />
          ))}
        </Table>
      )}
    </>
  );
}

/** In a form: the day after tomorrow, at the end of the day. */
function inTwoDays(): string {
  const day = new Date(Date.now() + 2 * 86_400_000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function MakeForm({ onMade }: { onMade: (code: Code) => void }) {
  const [label, setLabel] = useState('');
  const [until, setUntil] = useState(inTwoDays);
  const [uses, setUses] = useState('30');
  const { busy, problem, run } = useAct();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const end = new Date(`${until}T23:59:59`);
    const expires_at = Number.isNaN(end.getTime()) ? until : `${end.toISOString().slice(0, 19)}Z`;
    const body = { label: label.trim(), expires_at, max_uses: Number(uses) };
    const code = await run(() => bodyOf(api.POST('/api/admin/guest-codes', { body })));
    if (code !== undefined) {
      setLabel('');
      onMade(code);
      await queryClient.invalidateQueries({ queryKey: kKey });
    }
  };
  const placed = ['label', 'expires_at', 'max_uses'].some((field) => problem?.fieldMessage(field) !== undefined);
  return (
    <Card>
      <form onSubmit={(event) => void submit(event)}>
        <div className="admin-filters">
          <Field label="For" hint="Names the guests: guest:name" error={problem?.fieldMessage('label')}>
            {(wiring) => <input {...wiring} required maxLength={60} placeholder="basel-2026" value={label} onChange={(event) => setLabel(event.target.value)} />}
          </Field>
          <Field label="Until the end of" hint="In your time zone." error={problem?.fieldMessage('expires_at')}>
            {(wiring) => <input {...wiring} type="date" required value={until} onChange={(event) => setUntil(event.target.value)} />}
          </Field>
          <Field label="For how many people" hint="1 to 1,000" error={problem?.fieldMessage('max_uses')}>
            {(wiring) => <input {...wiring} type="number" min={1} max={1000} required value={uses} onChange={(event) => setUses(event.target.value)} />}
          </Field>
        </div>
        {problem && !placed && (
          <p className="field-error" role="alert">
            {problem.message}
          </p>
        )}
        <Button kind="primary" type="submit" busy={busy}>
          Make a code
        </Button>
      </form>
    </Card>
  );
}

/** A new code, this once: the server keeps only its hash. */
function Made({ code, onDone }: { code: Code; onDone: () => void }) {
  const toast = useToast();
  const text = code.code ?? '';
  // Behind the #, which browsers do not send: the code gets into no log.
  const address = `${window.location.origin}/login#code=${encodeURIComponent(text)}`;
  const copy = async (what: string) => {
    try {
      await navigator.clipboard.writeText(what);
      toast.say('Copied.');
    } catch {
      toast.warn('The browser does not let this page copy; select the text instead.');
    }
  };
  return (
    <section className="card admin-made" aria-labelledby="admin-made">
      <Suspense fallback={<div className="admin-qr" />}>
        <QrCode text={address} label={`Sign-in address with the code for ${code.label ?? ''}`} />
      </Suspense>
      <div>
        <h2 id="admin-made">The code for {code.label}</h2>
        <p className="admin-code">{text}</p>
        <p>
          <b>Write it down now.</b> It is shown this once; only a fingerprint of it is stored.
        </p>
        <p className="button-row">
          <Button onClick={() => void copy(text)}>Copy the code</Button>
          <Button onClick={() => void copy(address)}>Copy the address</Button>
          <Button kind="quiet" onClick={onDone}>
            I have it
          </Button>
        </p>
      </div>
    </section>
  );
}

function CodeRow({ code }: { code: Code }) {
  const [asked, setAsked] = useState(false);
  const { busy, problem, run } = useAct();
  const state = kStates[code.state ?? ''] ?? { tone: 'neutral' as const, label: code.state ?? '' };
  const revoke = async () => {
    const done = await run(async () => {
      await api.DELETE('/api/admin/guest-codes/{id}', { params: { path: { id: String(code.id) } } });
      return true;
    });
    if (done === true) {
      setAsked(false);
      await queryClient.invalidateQueries({ queryKey: ['admin'] });
    }
  };
  return (
    <tr>
      <th scope="row">{code.label}</th>
      <td>
        <Badge tone={state.tone}>{state.label}</Badge>
      </td>
      <td className="admin-number">
        {code.use_count} of {code.max_uses}
      </td>
      <td>{code.expires_at !== undefined && formatTime(code.expires_at)}</td>
      <td>{code.created_by}</td>
      <td>
        {code.state === 'valid' || code.state === 'used_up' ? (
          <Button className="small" kind="danger" aria-label={`Revoke the code for ${code.label ?? ''}`} onClick={() => setAsked(true)}>
            Revoke…
          </Button>
        ) : (
          code.revoked_by
        )}
        <Dialog title={`Revoke the code for ${code.label ?? ''}?`} open={asked} onClose={() => setAsked(false)}>
          <p>Nobody can use it any more, and its guests are signed out. What they proposed stays.</p>
          {problem && (
            <p className="field-error" role="alert">
              {problem.message}
            </p>
          )}
          <p className="button-row">
            <Button kind="danger" busy={busy} onClick={() => void revoke()}>
              Revoke
            </Button>
            <Button kind="quiet" onClick={() => setAsked(false)}>
              Cancel
            </Button>
          </p>
        </Dialog>
      </td>
    </tr>
  );
}

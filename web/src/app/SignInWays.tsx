import { useState, type FormEvent } from 'react';
import { providerAddress, signInAsGuest, signInToDemo, useSession } from '@/api/session';
import { asApiError, type ApiError } from '@/api/errors';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';

interface Props {
  onDone: () => void;
  /** Where a provider comes back to; in a window of its own when `inWindow` is set, so that this page stays. */
  next: string;
  inWindow?: boolean;
}

/** All ways to sign in that this server offers. */
export function SignInWays({ onDone, next, inWindow = false }: Props) {
  const session = useSession();
  if (session.isPending) {
    return <Loading label="Looking for the ways to sign in" />;
  }
  if (session.isError) {
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  }
  const { providers, demo } = session.data;
  return (
    <div className="sign-in-ways">
      {providers.length > 0 && (
        <section>
          <h2>With your account</h2>
          <ul className="providers">
            {providers.map((provider) => (
              <li key={provider.name}>
                <a
                  className="button primary"
                  href={providerAddress(provider.path ?? '/login', next)}
                  target={inWindow ? '_blank' : undefined}
                  rel={inWindow ? 'opener' : undefined}
                >
                  Sign in with {provider.label}
                </a>
              </li>
            ))}
          </ul>
          <p className="hint">The server learns your name and identifier there, nothing else.</p>
        </section>
      )}
      {demo === true && <DemoWay onDone={onDone} />}
      {providers.length === 0 && demo !== true && (
        <p className="hint">No outside account can be used on this server yet. Whoever runs it can set one up.</p>
      )}
      <GuestWay onDone={onDone} />
    </div>
  );
}

function DemoWay({ onDone }: { onDone: () => void }) {
  const [busy, setBusy] = useState<'curator' | 'admin'>();
  const [error, setError] = useState<ApiError>();
  const enter = async (who: 'curator' | 'admin') => {
    setBusy(who);
    setError(undefined);
    try {
      await signInToDemo(who);
      onDone();
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <section>
      <h2>As a made-up person</h2>
      <p className="hint">This is the demo: no password. A curator proposes mappings; an admin also reviews them.</p>
      <div className="button-row">
        <Button kind="primary" busy={busy === 'curator'} onClick={() => void enter('curator')}>
          Demo curator
        </Button>
        <Button busy={busy === 'admin'} onClick={() => void enter('admin')}>
          Demo admin
        </Button>
      </div>
      {error && <ErrorState error={error} title="That did not work." />}
    </section>
  );
}

/** The code of an invitation, `/login#code=…`: what stands behind the # is never sent. */
function invitedBy(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('code') ?? '';
}

function GuestWay({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState(invitedBy);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signInAsGuest(code.trim(), name.trim());
      onDone();
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const loose = error && error.fieldMessage('code') === undefined && error.fieldMessage('display_name') === undefined;
  return (
    <section>
      <h2>With a workshop code</h2>
      <p className="hint">Whoever runs the workshop has the code. Guests can propose mappings.</p>
      <form onSubmit={(event) => void enter(event)}>
        <Field label="Code" error={error?.fieldMessage('code')}>
          {(wiring) => (
            <input {...wiring} value={code} onChange={(e) => setCode(e.target.value)} required maxLength={100} autoComplete="off" spellCheck={false} />
          )}
        </Field>
        <Field label="Your name" hint="Shown with what you propose." error={error?.fieldMessage('display_name')}>
          {(wiring) => (
            <input {...wiring} value={name} onChange={(e) => setName(e.target.value)} required maxLength={80} autoComplete="name" />
          )}
        </Field>
        {loose && (
          <p className="field-error" role="alert">
            {error.message}
          </p>
        )}
        <Button type="submit" busy={busy}>
          Sign in as a guest
        </Button>
      </form>
    </section>
  );
}

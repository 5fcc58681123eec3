import { useState } from 'react';
import { useLocation } from 'wouter';
import { asApiError } from '@/api/errors';
import { endSession, eraseMe, signOutEverywhere, useSessions } from '@/api/me';
import { renewSession } from '@/api/session';
import { formatTime } from '@/lib/format';
import { dropAllLocalDrafts } from '@/lib/local_drafts';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';

/** Where I am signed in, a copy of everything about me, and the end of it. */
export function YourData({ identity, guest }: { identity: string; guest: boolean }) {
  if (guest) {
    return (
      <p className="notice">
        Guests of a workshop share one identity, so there are no sessions or data of their own to show. Ask whoever runs the workshop.
      </p>
    );
  }
  return (
    <>
      <Sessions identity={identity} />
      <h2>A copy of your data</h2>
      <p>Everything that this server has about you, as JSON: who you are, what you proposed, and what was done in your name.</p>
      <p>
        <a className="button" href="/api/me/export" download="my-data.json">
          Download my data
        </a>
      </p>
      <Erase identity={identity} />
    </>
  );
}

function Sessions({ identity }: { identity: string }) {
  const sessions = useSessions(true);
  const toast = useToast();
  const [, navigate] = useLocation();
  const attempt = (work: () => Promise<void>, done: string) =>
    void work().then(
      () => toast.say(done),
      (error: unknown) => toast.warn(asApiError(error).message),
    );
  const leaveEverywhere = async () => {
    await signOutEverywhere();
    dropAllLocalDrafts(identity);
    await renewSession();
    navigate('/');
  };
  return (
    <>
      <h2>Where you are signed in</h2>
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Loading />}
      <ul className="me-list">
        {(sessions.data?.sessions ?? []).map((one) => (
          <li key={one.id}>
            <span>
              {browserName(one.user_agent ?? '')} {one.current && <Badge tone="accent">this one</Badge>}
            </span>
            <span className="hint">last seen {formatTime(one.last_seen_at ?? '')}</span>
            {one.current !== true && (
              <Button kind="quiet" className="small" onClick={() => attempt(() => endSession(one.id ?? ''), 'That session is over.')}>
                End it
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button onClick={() => attempt(leaveEverywhere, 'You are signed out everywhere.')}>Sign out everywhere</Button>
    </>
  );
}

/** A browser as its user would name it. */
export function browserName(agent: string): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name));
  const system = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'].find((name) => agent.includes(name));
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'a Mac' };
  const known = browser === undefined ? agent.slice(0, 40) || 'An unknown program' : (names[browser] ?? browser);
  return system === undefined ? known : `${known} on ${names[system] ?? system}`;
}

function Erase({ identity }: { identity: string }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const [, navigate] = useLocation();
  const erase = async () => {
    setBusy(true);
    try {
      const pseudonym = await eraseMe(identity);
      dropAllLocalDrafts(identity);
      await renewSession();
      toast.warn(`You are erased. What you did stays under the name ${pseudonym}.`);
      navigate('/');
    } catch (error) {
      toast.warn(asApiError(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h2>Leave for good</h2>
      <p>Your name, identity, drafts and sessions are erased. Mappings and proposals stay, since others build on them, under a pseudonym.</p>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Erase me
      </Button>
      <Dialog title="Erase me" open={asking} onClose={() => setAsking(false)}>
        <p>This cannot be undone. Download your data first if you want to keep them.</p>
        <Field label={`Type ${identity} to confirm`}>
          {(wiring) => <input {...wiring} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
        </Field>
        <p className="button-row">
          <Button kind="danger" busy={busy} disabled={typed !== identity} onClick={() => void erase()}>
            Erase me
          </Button>
          <Button onClick={() => setAsking(false)}>Stay</Button>
        </p>
      </Dialog>
    </>
  );
}

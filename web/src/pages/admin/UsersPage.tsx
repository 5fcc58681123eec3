import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, bodyOf, queryClient } from '@/api/client';
import { useSession } from '@/api/session';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { useToast } from '@/ui/Toast';
import { counted, formatDay, formatTime } from '@/lib/format';
import { isSet } from '@/lib/is_set';
import { AdminPage } from './AdminPage';
import { useAct } from './use_act';

const kKey = ['admin', 'users'];

interface User {
  identity: string;
  display_name: string;
  role: string;
  sessions: number;
  created_at: string | null;
  last_sign_in_at: string | null;
}

async function readUsers(): Promise<User[]> {
  const { users = [] } = await bodyOf(api.GET('/api/admin/users'));
  return users.map(({ identity = '', display_name = '', role = '', sessions = 0, created_at = null, last_sign_in_at = null }) => ({
    identity,
    display_name,
    role,
    sessions,
    created_at,
    last_sign_in_at,
  }));
}

export default function UsersPage() {
  return (
    <AdminPage title="Users" lead="Who has signed in. Administrators are named in the settings of the server (admin_users), not here.">
      <Users />
    </AdminPage>
  );
}

function Users() {
  const [words, setWords] = useState('');
  const users = useQuery({ queryKey: kKey, queryFn: readUsers });
  const found = (users.data ?? []).filter(({ identity, display_name }) => `${identity} ${display_name}`.toLowerCase().includes(words.toLowerCase().trim()));
  return (
    <>
      {users.isPending && <Loading />}
      {users.isError && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.data && (
        <Field label="Find" hint={`${counted(users.data.length, 'person', 'people')}`}>
          {(wiring) => <input {...wiring} type="search" value={words} onChange={(event) => setWords(event.target.value)} />}
        </Field>
      )}
      {users.data && found.length === 0 && <EmptyState title="Nobody is called that" />}
      {found.length > 0 && (
        <Table caption="People" head={['Who', 'Role', 'Signed in now', 'Last sign-in', 'Since', <span key="actions" className="visually-hidden">Actions</span>]}>
          {found.map((user) => (
            <UserRow key={user.identity} user={user} />
          ))}
        </Table>
      )}
    </>
  );
}

function UserRow({ user }: { user: User }) {
  const [asked, setAsked] = useState<'sign out' | 'erase'>();
  const session = useSession();
  const close = () => setAsked(undefined);
  return (
    <tr>
      <th scope="row">
        {user.display_name} <span className="id">{user.identity}</span>
        {user.identity === session.data?.identity && <Badge tone="medium">you</Badge>}
      </th>
      <td>
        <Badge tone={user.role === 'admin' ? 'accent' : 'neutral'}>{user.role}</Badge>
      </td>
      <td className="admin-number">{user.sessions === 0 ? '–' : counted(user.sessions, 'session')}</td>
      <td>{isSet(user.last_sign_in_at) ? formatTime(user.last_sign_in_at) : '–'}</td>
      <td>{isSet(user.created_at) ? formatDay(user.created_at) : '–'}</td>
      <td>
        <span className="button-row">
          <Link href={`/admin/audit?actor=${encodeURIComponent(user.identity)}`}>Deeds</Link>
          {user.sessions > 0 && (
            <Button className="small" onClick={() => setAsked('sign out')}>
              Sign out…
            </Button>
          )}
          <Button className="small" kind="danger" onClick={() => setAsked('erase')}>
            Erase…
          </Button>
        </span>
        <Dialog title={asked === 'erase' ? `Erase ${user.identity}?` : `Sign ${user.identity} out?`} open={asked !== undefined} onClose={close}>
          {asked === 'erase' ? <Erase user={user} onDone={close} /> : <SignOut user={user} onDone={close} />}
        </Dialog>
      </td>
    </tr>
  );
}

function SignOut({ user, onDone }: { user: User; onDone: () => void }) {
  const { busy, problem, run } = useAct();
  const toast = useToast();
  const act = async () => {
    const done = await run(() => bodyOf(api.DELETE('/api/admin/users/{identity}/sessions', { params: { path: { identity: user.identity } } })));
    if (done !== undefined) {
      toast.say(`${counted(done.ended ?? 0, 'session')} of ${user.identity} ended.`);
      onDone();
      await queryClient.invalidateQueries({ queryKey: kKey });
    }
  };
  return (
    <>
      <p>Ends {counted(user.sessions, 'session')} on all devices. Signing in again is possible at once.</p>
      {problem && <p className="field-error">{problem.message}</p>}
      <p className="button-row">
        <Button kind="danger" busy={busy} onClick={() => void act()}>
          Sign out everywhere
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Cancel
        </Button>
      </p>
    </>
  );
}

/** The name has to be typed: nothing brings a person back. */
function Erase({ user, onDone }: { user: User; onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const { busy, problem, run } = useAct();
  const toast = useToast();
  const act = async () => {
    const path = { identity: user.identity };
    const done = await run(() => bodyOf(api.POST('/api/admin/users/{identity}/erase', { params: { path }, body: { confirm: typed } })));
    if (done !== undefined) {
      toast.say(`Erased. What they did stays under ${done.pseudonym ?? 'a pseudonym'}.`);
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['admin'] });
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}
    >
      <p>
        Name, identity, affiliation and e-mail address go, sessions and drafts too. Mappings and proposals stay under a pseudonym. <b>This cannot be
        undone.</b>
      </p>
      <Field label={`Type ${user.identity} to confirm`} error={problem?.fieldMessage('confirm') ?? problem?.message}>
        {(wiring) => <input {...wiring} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <p className="button-row">
        <Button kind="danger" type="submit" busy={busy} disabled={typed !== user.identity}>
          Erase
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Cancel
        </Button>
      </p>
    </form>
  );
}

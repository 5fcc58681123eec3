import { useState } from 'react';
import { useMe } from '@/api/me';
import { useSession } from '@/api/session';
import { SignInWays } from '@/app/SignInWays';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { Drafts } from './Drafts';
import { Notifications } from './Notifications';
import { OpinionsAsked } from './OpinionsAsked';
import { Proposals } from './Proposals';
import { YourData } from './YourData';
import './me.css';

type Part = 'proposals' | 'drafts' | 'opinions' | 'news' | 'data';

/** What belongs to the signed-in person. */
export default function MePage() {
  const session = useSession();
  if (session.isError) {
    return (
      <Page title="My work">
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      </Page>
    );
  }
  if (session.data === undefined) {
    return (
      <Page title="My work">
        <Loading lines={5} />
      </Page>
    );
  }
  if (!session.data.signed_in) {
    return (
      <Page title="My work" lead="Sign in to see your proposals, drafts and data.">
        <Card className="sign-in-card">
          <SignInWays next="/me" onDone={() => undefined} />
        </Card>
      </Page>
    );
  }
  return <Mine identity={session.data.identity ?? ''} name={session.data.display_name ?? ''} role={session.data.role} />;
}

function Mine({ identity, name, role }: { identity: string; name: string; role: string }) {
  const [part, setPart] = useState<Part>('proposals');
  const me = useMe();
  const unread = me.data?.unread_notifications ?? 0;
  return (
    <Page title="My work" lead={`${name} · ${role} · ${identity}`} wide>
      <Counts proposals={me.data?.proposals ?? {}} />
      <Tabs
        label="My work"
        current={part}
        onChange={setPart}
        tabs={[
          { key: 'proposals', label: 'Proposals' },
          { key: 'drafts', label: 'Drafts' },
          ...(role === 'curator' ? [{ key: 'opinions' as const, label: 'Second opinions' }] : []),
          {
            key: 'news',
            label: (
              <>
                News
                {unread > 0 && (
                  <span className="me-unread">
                    {unread}
                    <span className="visually-hidden"> unread</span>
                  </span>
                )}
              </>
            ),
          },
          { key: 'data', label: 'Sessions and data' },
        ]}
      >
        {part === 'proposals' && <Proposals />}
        {part === 'drafts' && <Drafts />}
        {part === 'opinions' && <OpinionsAsked />}
        {part === 'news' && <Notifications />}
        {part === 'data' && <YourData identity={identity} guest={role === 'guest'} />}
      </Tabs>
    </Page>
  );
}

const kStates = [
  { key: 'pending', label: 'waiting for review' },
  { key: 'approved', label: 'approved' },
  { key: 'rejected', label: 'not accepted' },
  { key: 'withdrawn', label: 'withdrawn' },
];

function Counts({ proposals }: { proposals: Record<string, number> }) {
  return (
    <ul className="me-counts" aria-label="My proposals by state">
      {kStates.map(({ key, label }) => (
        <li key={key}>
          <b>{proposals[key] ?? 0}</b> {label}
        </li>
      ))}
    </ul>
  );
}

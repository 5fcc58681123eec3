import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { ownPath, useSession } from '@/api/session';
import { kSignedInChannel } from '@/app/SignInDialog';
import { SignInWays } from '@/app/SignInWays';
import { Card } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { useToast } from '@/ui/Toast';

/** `?next=` is where to go afterwards; `?finished=1` is the end of a sign-in in a window of its own. */
export default function SignInPage() {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const toast = useToast();
  const session = useSession();
  const next = ownPath(parameters.get('next'));
  if (parameters.get('finished') !== null) {
    return <Finished />;
  }
  return (
    <Page title="Sign in" lead="Reading, searching and downloading need no account. Proposing mappings does, so that a curator’s work bears a name.">
      {session.data?.signed_in === true && (
        <p className="notice">
          You are signed in as <b>{session.data.display_name ?? session.data.identity}</b>. Signing in below replaces that.
        </p>
      )}
      <Card className="sign-in-card">
        <SignInWays
          next={next}
          onDone={() => {
            toast.say('You are signed in.');
            navigate(next);
          }}
        />
      </Card>
    </Page>
  );
}

function Finished() {
  const session = useSession();
  const signedIn = session.data?.signed_in === true;
  useEffect(() => {
    if (signedIn) {
      const channel = new BroadcastChannel(kSignedInChannel);
      channel.postMessage('signed in');
      channel.close();
      window.close(); // does nothing where the browser opened this window by itself
    }
  }, [signedIn]);
  return (
    <Page title={signedIn ? 'You are signed in' : 'Signing in'}>
      <p>Close this window and go on in the one where you were.</p>
    </Page>
  );
}

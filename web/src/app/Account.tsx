import { Link, useLocation } from 'wouter';
import { signOut, useSession } from '@/api/session';
import { asApiError } from '@/api/errors';
import { Button } from '@/ui/Button';
import { useToast } from '@/ui/Toast';

/** Who is signed in and the way out, or the way in. */
export function Account({ onNavigate }: { onNavigate: () => void }) {
  const session = useSession();
  const [location, navigate] = useLocation();
  const toast = useToast();
  if (session.data === undefined) {
    return <div className="account" aria-hidden="true" />;
  }
  if (!session.data.signed_in) {
    const back = location.startsWith('/login') ? '/' : location + window.location.search;
    return (
      <div className="account">
        <Link className="button quiet" href={`/login?next=${encodeURIComponent(back)}`} onClick={onNavigate}>
          Sign in
        </Link>
      </div>
    );
  }
  const leave = async () => {
    try {
      await signOut();
      navigate('/'); // what was typed or seen does not stay on the screen
      toast.say('You are signed out.');
    } catch (error) {
      toast.warn(asApiError(error).message);
    }
  };
  return (
    <div className="account">
      <Link href="/me" className="account-name" onClick={onNavigate}>
        {session.data.display_name ?? session.data.identity}
        <span className="account-role">{session.data.role}</span>
      </Link>
      <Button kind="quiet" onClick={() => void leave()}>
        Sign out
      </Button>
    </div>
  );
}

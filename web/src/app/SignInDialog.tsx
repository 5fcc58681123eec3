import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { renewSession } from '@/api/session';
import { Dialog } from '@/ui/Dialog';
import { SignInWays } from './SignInWays';

/** Asks the person to sign in without leaving the page; true when they did. */
type AskSignIn = (why: string) => Promise<boolean>;

const Context = createContext<AskSignIn | undefined>(undefined);

/** A window in which someone signed in with a provider says so here (see SignInPage). */
export const kSignedInChannel = 'kewp.signed-in';

/** For pages with unsent work: sign in again in a dialog, and go on where one was. */
export function SignInDialogProvider({ children }: { children: ReactNode }) {
  const [why, setWhy] = useState<string>();
  const waiting = useRef<((signedIn: boolean) => void)[]>([]);
  const finish = useCallback((signedIn: boolean) => {
    setWhy(undefined);
    waiting.current.splice(0).forEach((resolve) => resolve(signedIn));
  }, []);
  const ask = useCallback<AskSignIn>((reason) => {
    setWhy(reason);
    return new Promise((resolve) => waiting.current.push(resolve));
  }, []);

  useEffect(() => {
    if (why === undefined) {
      return;
    }
    const channel = new BroadcastChannel(kSignedInChannel);
    channel.onmessage = () => {
      void renewSession().then((session) => {
        if (session.signed_in) {
          finish(true);
        }
      });
    };
    return () => channel.close();
  }, [why, finish]);

  return (
    <Context.Provider value={ask}>
      {children}
      <Dialog title="Sign in to go on" open={why !== undefined} onClose={() => finish(false)}>
        <p>{why}</p>
        <SignInWays next="/login?finished=1" inWindow onDone={() => finish(true)} />
      </Dialog>
    </Context.Provider>
  );
}

export function useAskSignIn(): AskSignIn {
  const ask = useContext(Context);
  if (ask === undefined) {
    throw new Error('useAskSignIn needs a SignInDialogProvider around it');
  }
  return ask;
}

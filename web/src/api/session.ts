import { useQuery } from '@tanstack/react-query';
import { dropAllLocalDrafts, kNobody, type Owner } from '@/lib/local_drafts';
import { api, bodyOf, kSessionKey, queryClient, type Session } from './client';
import { errorOf } from './errors';

/** Who is signed in, and the ways to sign in. */
export function useSession() {
  return useQuery({
    queryKey: kSessionKey,
    queryFn: () => bodyOf(api.GET('/api/session')),
    staleTime: 60_000,
    refetchOnWindowFocus: 'always', // signed out in another window, or over
  });
}

/** Whose drafts these are. Guests of one workshop share an identity, so their name tells them apart. */
export function ownerIn(session: Session | undefined): Owner {
  if (session?.signed_in !== true) {
    return kNobody;
  }
  const identity = session.identity ?? '';
  return session.role === 'guest' ? `${identity} ${session.display_name ?? ''}` : identity;
}

/** After signing in or out: the new token first, then whatever a person may see. */
export async function renewSession(): Promise<Session> {
  const session = await queryClient.fetchQuery({
    queryKey: kSessionKey,
    queryFn: () => bodyOf(api.GET('/api/session')),
    staleTime: 0,
  });
  await queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== kSessionKey[0] });
  return session;
}

export async function signInAsGuest(code: string, displayName: string): Promise<void> {
  await api.POST('/api/session/guest', { body: { code, display_name: displayName } });
  await renewSession();
}

/** Only a server in demo mode has this route. */
export async function signInToDemo(who: 'curator' | 'admin'): Promise<void> {
  const token = queryClient.getQueryData<Session>(kSessionKey)?.csrf_token;
  const response = await fetch('/login/demo', {
    method: 'POST',
    headers: { Accept: 'application/json', ...(token === undefined ? {} : { 'X-CSRF-Token': token }) },
    body: new URLSearchParams({ who, next: '/api/session' }),
  });
  if (!response.ok) {
    throw await errorOf(response);
  }
  await renewSession();
}

export async function signOut(): Promise<void> {
  const owner = ownerIn(queryClient.getQueryData<Session>(kSessionKey));
  await api.DELETE('/api/session');
  dropAllLocalDrafts(owner); // the next person at this machine must not find them; the server has them
  await renewSession();
}

/** Where a provider starts, coming back to `next`. */
export function providerAddress(path: string, next: string): string {
  return `${path}?next=${encodeURIComponent(next)}`;
}

/** A path of this site to go to after signing in; anything else becomes the start page. */
export function ownPath(next: string | null): string {
  const own = next !== null && next.startsWith('/') && !next.startsWith('//') && !/[\\\s]/.test(next);
  return own ? next : '/';
}

import { useRef } from 'react';
import { kNobody, type Owner } from '@/lib/local_drafts';
import { kSessionKey, queryClient, type Session } from './client';
import { ownerIn, useSession } from './session';

interface Drafting {
  /** Undefined until the server said who is here. */
  owner: Owner | undefined;
  /** Another number for each other person: what one typed is not shown to the next. */
  turn: number;
}

/**
 * Whose words are typed here. A session that ends in mid-form changes nothing: whoever typed is still at the keyboard, and
 * signs in again to send. Signing in is the same person too, unless somebody else was before.
 */
export function useDraftOwner(): Drafting {
  const session = useSession();
  const known = useRef<Drafting>({ owner: undefined, turn: 0 });
  const { owner, turn } = known.current;
  const now = ownerIn(session.data);
  if (now !== kNobody && now !== owner) {
    known.current = { owner: now, turn: owner === undefined || owner === kNobody ? turn : turn + 1 };
  } else if (owner === undefined && !session.isPending) {
    known.current = { owner: kNobody, turn };
  }
  return known.current;
}

/** Whether whoever is signed in now may send what `owner` typed. */
export function isOwner(owner: Owner): boolean {
  return owner === kNobody || owner === ownerIn(queryClient.getQueryData<Session>(kSessionKey));
}

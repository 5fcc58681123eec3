import { Link } from 'wouter';
import { useDraftOwner } from '@/api/draft_owner';
import { allLocalDrafts } from '@/lib/local_drafts';
import { formatTime } from '@/lib/format';
import { mapperAddress } from './address';

/** Unfinished work of this person in this browser, to go on with. */
export function MyDrafts() {
  const { owner } = useDraftOwner();
  const drafts = owner === undefined ? [] : allLocalDrafts(owner).slice(0, 3);
  if (drafts.length === 0) {
    return null;
  }
  return (
    <section className="notice" aria-label="Unfinished proposals">
      <p>
        <b>Go on where you left off:</b>
      </p>
      <ul className="mapper-drafts">
        {drafts.map(({ draft, savedAt }) => (
          <li key={draft.keId + draft.targetId}>
            <Link href={mapperAddress({ ke: draft.keId, target: draft.targetId })}>
              {draft.keId} {draft.keTitle} → {draft.targetId} {draft.targetTitle}
            </Link>{' '}
            <span className="hint">{formatTime(new Date(savedAt).toISOString())}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

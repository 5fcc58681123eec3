import { Link } from 'wouter';
import { useDraftOwner } from '@/api/draft_owner';
import { deleteDraft, useDrafts } from '@/api/drafts';
import { asApiError } from '@/api/errors';
import { formatTime } from '@/lib/format';
import { dropLocalDraft, kNobody } from '@/lib/local_drafts';
import { mapperAddress } from '@/pages/mapper/address';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';

/** Unfinished proposals that the server keeps. */
export function Drafts() {
  const drafts = useDrafts(true);
  const { owner = kNobody } = useDraftOwner();
  const toast = useToast();
  if (drafts.isError) {
    return <ErrorState error={drafts.error} onRetry={() => void drafts.refetch()} />;
  }
  if (drafts.data === undefined) {
    return <Loading />;
  }
  if (drafts.data.length === 0) {
    return <EmptyState title="You have no unfinished proposals.">What you answer in the mapper is kept here until you send it.</EmptyState>;
  }
  return (
    <ul className="me-list">
      {drafts.data.map(({ uuid, draft, updatedAt }) => (
        <li key={uuid}>
          <Link href={mapperAddress({ ke: draft.keId, target: draft.targetId })}>
            {draft.keId} {draft.keTitle} → {draft.targetId} {draft.targetTitle}
          </Link>
          <span className="hint">{formatTime(updatedAt)}</span>
          <Button
            kind="quiet"
            className="small"
            onClick={() => {
              dropLocalDraft(owner, draft);
              deleteDraft(uuid).then(
                () => toast.say('The draft is deleted.'),
                (error: unknown) => toast.warn(asApiError(error).message),
              );
            }}
          >
            Delete<span className="visually-hidden"> the draft for {draft.keId}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

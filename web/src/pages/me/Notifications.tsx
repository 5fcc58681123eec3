import { Link } from 'wouter';
import { readNotifications, useNotifications } from '@/api/me';
import { asApiError } from '@/api/errors';
import { formatTime } from '@/lib/format';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';

const kWords: Record<string, string> = {
  'proposal.approve': 'was approved',
  'proposal.reject': 'was not accepted',
  'proposal.edit': 'was edited by a reviewer',
  'proposal.undo': 'is back in the queue',
  'mapping.withdraw': 'was withdrawn from the public mappings',
};

/** What happened to my proposals. */
export function Notifications() {
  const notifications = useNotifications();
  const toast = useToast();
  if (notifications.isError) {
    return <ErrorState error={notifications.error} onRetry={() => void notifications.refetch()} />;
  }
  if (notifications.data === undefined) {
    return <Loading />;
  }
  const all = notifications.data.notifications ?? [];
  const newest = Math.max(0, ...all.map((one) => one.id ?? 0));
  if (all.length === 0) {
    return <EmptyState title="Nothing has happened to your proposals yet.">Decisions on them are told here.</EmptyState>;
  }
  return (
    <>
      {all.some((one) => one.unread) && (
        <p>
          <Button
            className="small"
            onClick={() => void readNotifications(newest).catch((error: unknown) => toast.warn(asApiError(error).message))}
          >
            I have read them all
          </Button>
        </p>
      )}
      <ul className="me-list">
        {all.map((one) => (
          <li key={one.id}>
            {one.unread && <Badge tone="accent">new</Badge>}
            <span>
              <Link href={`/${one.action?.startsWith('mapping.') ? 'mappings' : 'proposals'}/${one.object_uuid}`}>
                {one.ke_id} {one.ke_title} → {one.target_title ?? one.target_id}
              </Link>{' '}
              {kWords[one.action ?? ''] ?? one.action}
              {one.reason && <span className="me-reason">{one.reason}</span>}
            </span>
            <span className="hint">{formatTime(one.at ?? '')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

import { isSet } from '@/lib/is_set';
import { kResourceLabels } from '@/lib/resources';
import { Badge, ConfidenceBadge, StatusBadge } from '@/ui/Badge';
import { ageText, type Proposal } from './queue';

interface Props {
  rows: readonly Proposal[];
  present: string | undefined;
  marked: ReadonlySet<string>;
  onGo: (uuid: string) => void;
  onMark: (uuid: string) => void;
}

/** The queue; the present row is the one that keys act on. */
export function QueueList({ rows, present, marked, onGo, onMark }: Props) {
  return (
    <ul className="review-list" aria-label="Proposals">
      {rows.map((row) => (
        <li key={row.uuid} id={`review-${row.uuid}`} data-present={row.uuid === present || undefined}>
          {row.status === 'pending' && (
            <input type="checkbox" checked={marked.has(row.uuid)} onChange={() => onMark(row.uuid)} aria-label={`Mark ${row.ke_id} – ${row.target_id}`} />
          )}
          <button type="button" aria-current={row.uuid === present || undefined} onClick={() => onGo(row.uuid)}>
            <span className="review-pair">
              <span className="id">{row.ke_id}</span> {row.ke_title} <span aria-hidden="true">→</span> <span className="id">{row.target_id}</span>{' '}
              {row.target_title}
            </span>
            <span className="review-facts">
              <Badge>{kResourceLabels[row.resource]}</Badge>
              {row.kind !== 'new' && <Badge tone="accent">{row.kind === 'change' ? 'change' : 'withdrawal'}</Badge>}
              {isSet(row.confidence) && <ConfidenceBadge confidence={row.confidence} />}
              {row.stale === true && <Badge tone="bad">left the release</Badge>}
              {row.own === true && <Badge tone="medium">yours</Badge>}
              {row.status !== undefined && row.status !== 'pending' && <StatusBadge status={row.status} />}
              <span className="review-age">{ageText(row.age_days)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

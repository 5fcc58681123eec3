import { Link } from 'wouter';
import { formatDay } from '@/lib/format';
import { personName, type Mapping } from '@/lib/mappings';
import { sortDirection } from '@/lib/explore_filters';
import { keyEventPath, targetPath } from '@/lib/subjects';
import { ConfidenceBadge } from '@/ui/Badge';
import './mapping-table.css';

interface Props {
  caption: string;
  mappings: readonly Mapping[];
  /** Leaves out the column that says the same in each row. */
  without?: 'key event' | 'target';
  sort?: string;
  onSort?: (column: string) => void;
  busy?: boolean;
}

/* On a narrow screen CSS shows rows as blocks, which takes the meaning of a table from some browsers: the roles keep it. */
/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */

/** Mappings as a table; on a narrow screen each is a block of its own. */
export function MappingTable({ caption, mappings, without, sort = '', onSort, busy = false }: Props) {
  const head = (label: string, column: string) => (
    <th scope="col" role="columnheader" aria-sort={onSort ? sortDirection(sort, column) : undefined}>
      {onSort ? (
        <button type="button" className="sort" onClick={() => onSort(column)}>
          {label}
          <SortMark direction={sortDirection(sort, column)} />
        </button>
      ) : (
        label
      )}
    </th>
  );
  return (
    <table className="mapping-table" role="table" aria-busy={busy || undefined}>
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {without !== 'key event' && head('Key Event', 'ke_id')}
          {without !== 'target' && head('Target', 'target_id')}
          {head('Confidence', 'confidence_level')}
          <th scope="col" role="columnheader">
            Curator
          </th>
          {head('Approved', 'approved_at')}
          <th scope="col" role="columnheader">
            <span className="visually-hidden">Page of the mapping</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {mappings.map((mapping) => (
          <tr key={mapping.uuid} role="row">
            {without !== 'key event' && (
              <td role="cell" className="mt-subject">
                <Link href={keyEventPath(mapping.keId)} className="id">
                  {mapping.keId}
                </Link>
                <span>{mapping.keTitle}</span>
                {mapping.level !== null && <small className="mt-level">{mapping.level}</small>}
              </td>
            )}
            {without !== 'target' && (
              <td role="cell" className="mt-subject">
                <Link href={targetPath(mapping.targetId)} className="id">
                  {mapping.targetId}
                </Link>
                <span>{mapping.targetTitle}</span>
                {mapping.direction !== null && <small className="mt-level">{mapping.direction} direction</small>}
              </td>
            )}
            <td role="cell">
              <ConfidenceBadge confidence={mapping.confidence} />
            </td>
            <td role="cell" className="mt-curator">
              {personName(mapping.proposedBy)}
            </td>
            <td role="cell" className="mt-day">
              {mapping.approvedAt === null ? 'unknown' : formatDay(mapping.approvedAt)}
            </td>
            <td role="cell" className="mt-more">
              <Link href={`/mappings/${mapping.uuid}`} aria-label={`Mapping of ${mapping.keId} to ${mapping.targetId}`}>
                Details
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SortMark({ direction }: { direction: 'ascending' | 'descending' | 'none' }) {
  return (
    <svg viewBox="0 0 10 14" width="9" height="13" aria-hidden="true" className="sort-mark">
      <path d="M1 5 5 1l4 4z" data-on={direction === 'ascending' || undefined} />
      <path d="M1 9l4 4 4-4z" data-on={direction === 'descending' || undefined} />
    </svg>
  );
}

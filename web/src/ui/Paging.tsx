import { formatNumber } from '@/lib/format';
import { Button } from './Button';

interface Props {
  page: number;
  pages: number;
  onChange: (page: number) => void;
  label: string;
  /** What the buttons say, where the order of the list has better words. */
  previous?: string;
  next?: string;
  /** How much there is in all, after the number of pages. */
  note?: string;
}

/** Steps through the pages of a list; nothing when there is one page only. */
export function Paging({ page, pages, onChange, label, previous = 'Previous', next = 'Next', note }: Props) {
  if (pages <= 1 && page === 1) {
    return null;
  }
  return (
    <nav className="paging" aria-label={label}>
      <Button disabled={page <= 1} onClick={() => onChange(Math.min(page - 1, Math.max(pages, 1)))}>
        {previous}
      </Button>
      <span role="status">
        Page {formatNumber(page)} of {formatNumber(pages)}
        {note !== undefined && `, ${note}`}
      </span>
      <Button disabled={page >= pages} onClick={() => onChange(page + 1)}>
        {next}
      </Button>
    </nav>
  );
}

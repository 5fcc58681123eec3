import { formatNumber } from '@/lib/format';
import { Button } from './Button';

interface Props {
  page: number;
  pages: number;
  onChange: (page: number) => void;
  label: string;
}

/** Steps through the pages of a list; nothing when there is one page only. */
export function Paging({ page, pages, onChange, label }: Props) {
  if (pages <= 1 && page === 1) {
    return null;
  }
  return (
    <nav className="paging" aria-label={label}>
      <Button disabled={page <= 1} onClick={() => onChange(Math.min(page - 1, Math.max(pages, 1)))}>
        Previous
      </Button>
      <span role="status">
        Page {formatNumber(page)} of {formatNumber(pages)}
      </span>
      <Button disabled={page >= pages} onClick={() => onChange(page + 1)}>
        Next
      </Button>
    </nav>
  );
}

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatNumber } from '@/lib/format';
import { Chart, kNumberHead, NumberCells } from './Chart';
import { kResourceLabels } from '@/lib/resources';
import { kResources, total, type Numbers } from './series';

export interface BarRow {
  key: string;
  label: ReactNode;
  numbers: Numbers;
  /** What the explore page is to show for this row. */
  filter?: string;
  /** More about the row, behind its number. */
  note?: string;
}

interface Props {
  title: string;
  hint?: ReactNode;
  first: string;
  rows: readonly BarRow[];
}

/** A bar for each row, in three parts; each part leads to its mappings. */
export function BarChart({ title, hint, first, rows }: Props) {
  const highest = Math.max(...rows.map((row) => total(row.numbers)), 1);
  const address = (row: BarRow, resource: string) => `/explore?resource=${resource}&${row.filter ?? ''}`;
  return (
    <Chart
      title={title}
      hint={hint}
      head={[first, ...kNumberHead]}
      rows={rows.map((row) => (
        <tr key={row.key}>
          <th scope="row">{row.label}</th>
          <NumberCells
            numbers={row.numbers}
            {...(row.filter === undefined
              ? {}
              : { link: (resource) => <Link href={address(row, resource)}>{row.numbers[resource]}</Link> })}
          />
        </tr>
      ))}
    >
      <div className="stats-bars" aria-hidden="true">
        {rows.map((row) => (
          <Bar key={row.key} row={row} highest={highest} />
        ))}
      </div>
    </Chart>
  );
}

const kWidth = 300;

function Bar({ row, highest }: { row: BarRow; highest: number }) {
  let left = 0;
  return (
    <div className="stats-bar">
      <span className="stats-bar-label">{row.label}</span>
      <svg viewBox={`0 0 ${kWidth} 16`} preserveAspectRatio="none">
        {kResources.map((resource) => {
          const width = (row.numbers[resource] / highest) * kWidth;
          const x = left;
          left += width;
          return (
            <rect key={resource} x={x} width={width} height="16" fill={`url(#stats-${resource})`}>
              <title>{`${kResourceLabels[resource]}: ${row.numbers[resource]}`}</title>
            </rect>
          );
        })}
      </svg>
      <span className="stats-bar-number">
        {formatNumber(total(row.numbers))}
        {row.note !== undefined && <small>{row.note}</small>}
      </span>
    </div>
  );
}

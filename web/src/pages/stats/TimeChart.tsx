import { Link } from 'wouter';
import { formatNumber } from '@/lib/format';
import { Chart, kNumberHead, NumberCells } from './Chart';
import { kResourceLabels, type Resource } from '@/lib/resources';
import { kResources, monthRows, nextMonth, niceStep, total, type MonthRow, type Statistics } from './series';

const kWidth = 640;
const kHeight = 220;
const kLeft = 44;
const kBottom = 24;
const kTop = 8;

function monthName(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(date);
}

/** The last day of a month. */
function lastDay(month: string): string {
  const next = new Date(`${nextMonth(month)}-01T00:00:00Z`);
  return new Date(next.getTime() - 1).toISOString().slice(0, 10);
}

/** How the number of mappings grew: areas over each other, by resource. */
export function TimeChart({ months }: { months: Statistics['by_month'] }) {
  const rows = monthRows(months);
  return (
    <Chart
      title="Mappings over time"
      hint="All approved mappings that are in force, by the month of approval."
      head={['Month', ...kNumberHead, 'Sum so far']}
      rows={[...rows].reverse().map((row) => (
        <tr key={row.month}>
          <th scope="row">{monthName(row.month)}</th>
          <NumberCells
            numbers={row.added}
            link={(resource) => (
              <Link href={`/explore?resource=${resource}&approved_from=${row.month}-01&approved_to=${lastDay(row.month)}`}>{row.added[resource]}</Link>
            )}
          />
          <td className="stats-number">{formatNumber(total(row.sum))}</td>
        </tr>
      ))}
    >
      <Areas rows={rows} />
    </Chart>
  );
}

function Areas({ rows }: { rows: readonly MonthRow[] }) {
  const highest = Math.max(...rows.map((row) => total(row.sum)), 1);
  const step = niceStep(highest);
  const top = Math.ceil(highest / step) * step;
  const x = (at: number) => kLeft + (rows.length < 2 ? 0 : (at / (rows.length - 1)) * (kWidth - kLeft - 8));
  const y = (value: number) => kTop + (1 - value / top) * (kHeight - kTop - kBottom);
  const below = (row: MonthRow, resource: Resource) =>
    kResources.slice(0, kResources.indexOf(resource)).reduce((sum, other) => sum + row.sum[other], 0);
  const area = (resource: Resource) => {
    const points = rows.length === 1 && rows[0] !== undefined ? [rows[0], rows[0]] : rows;
    const at = (index: number) => (rows.length === 1 && index === 1 ? kWidth - 8 : x(index));
    const upper = points.map((row, index) => `${at(index).toFixed(1)} ${y(below(row, resource) + row.sum[resource]).toFixed(1)}`);
    const lower = points.map((row, index) => `${at(index).toFixed(1)} ${y(below(row, resource)).toFixed(1)}`).reverse();
    return `M${[...upper, ...lower].join('L')}z`;
  };
  const labelled = [0, Math.floor((rows.length - 1) / 2), rows.length - 1].filter((at, place, all) => all.indexOf(at) === place);
  const last = rows.at(-1);
  return (
    <svg
      viewBox={`0 0 ${kWidth} ${kHeight}`}
      className="stats-time"
      role="img"
      aria-label={last === undefined ? 'no mappings' : `From none to ${kResources.map((resource) => `${last.sum[resource]} in ${kResourceLabels[resource]}`).join(', ')}`}
    >
      {Array.from({ length: top / step + 1 }, (_, line) => line * step).map((value) => (
        <g key={value} className="stats-grid">
          <path d={`M${kLeft} ${y(value)}H${kWidth - 8}`} />
          <text x={kLeft - 8} y={y(value) + 4} textAnchor="end">
            {formatNumber(value)}
          </text>
        </g>
      ))}
      {kResources.map((resource) => (
        <path key={resource} d={area(resource)} fill={`url(#stats-${resource})`} className="stats-area" />
      ))}
      {labelled.map((at) => (
        <text key={at} x={x(at)} y={kHeight - 6} textAnchor={at === 0 ? 'start' : at === rows.length - 1 ? 'end' : 'middle'} className="stats-axis">
          {monthName(rows[at]?.month ?? '')}
        </text>
      ))}
    </svg>
  );
}

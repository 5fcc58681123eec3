import { useMemo, useState } from 'react';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { counted } from '@/lib/format';
import { CoverageBar } from './Marks';
import { kOrders, type ExplorerState, type Order } from './explorerState';
import { coverageOf, matchesWords, shortStatus, type AopRow, type Network } from './network';

const kShown = 40;
const kOrderLabels: Record<Order, string> = {
  number: 'number',
  least: 'least mapped first',
  most: 'most mapped first',
  size: 'most Key Events first',
};

function share(row: AopRow): number {
  return row.keyEvents === 0 ? 0 : row.mapped / row.keyEvents;
}

const kCompare: Record<Order, (a: AopRow, b: AopRow) => number> = {
  number: () => 0,
  least: (a, b) => share(a) - share(b),
  most: (a, b) => share(b) - share(a) || b.mapped - a.mapped,
  size: (a, b) => b.keyEvents - a.keyEvents,
};

interface Props {
  network: Network;
  state: ExplorerState;
  onChange: (change: Partial<ExplorerState>) => void;
}

/** Every AOP with how much of it is mapped; a title shows that one, a box adds it. */
export function AopChooser({ network, state, onChange }: Props) {
  const [shown, setShown] = useState(kShown);
  const rows = useMemo(() => coverageOf(network), [network]);
  const statuses = useMemo(() => {
    const counts = new Map<string, number>();
    rows.forEach(({ aop }) => counts.set(aop.oecd_status, (counts.get(aop.oecd_status) ?? 0) + 1));
    return [...counts].sort((a, b) => b[1] - a[1]);
  }, [rows]);
  const found = rows
    .filter(({ aop }) => (state.status === '' || shortStatus(aop.oecd_status) === state.status) && matchesWords(aop, state.words))
    .sort(kCompare[state.order]);
  const chosen = state.aops === 'all' ? [] : state.aops;
  const toggle = (id: string) =>
    onChange({ aops: chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id], ke: undefined });
  return (
    <div className="aop-explorer-chooser">
      <Field label="Find an AOP">
        {(wiring) => (
          <input
            {...wiring}
            type="search"
            placeholder="liver fibrosis, 131 …"
            value={state.words}
            onChange={(event) => onChange({ words: event.target.value })}
          />
        )}
      </Field>
      <div className="aop-explorer-filters">
        <Field label="OECD status">
          {(wiring) => (
            <select {...wiring} value={state.status} onChange={(event) => onChange({ status: event.target.value })}>
              <option value="">any</option>
              {statuses.map(([status, number]) => (
                <option key={status} value={shortStatus(status)}>
                  {shortStatus(status)} ({number})
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Order">
          {(wiring) => (
            <select
              {...wiring}
              value={state.order}
              onChange={(event) => onChange({ order: kOrders.find((order) => order === event.target.value) ?? 'number' })}
            >
              {kOrders.map((order) => (
                <option key={order} value={order}>
                  {kOrderLabels[order]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="button-row">
        <Button className="small" aria-pressed={state.aops === 'all'} onClick={() => onChange({ aops: state.aops === 'all' ? [] : 'all', ke: undefined })}>
          All {rows.length} together
        </Button>
        {chosen.length > 0 && (
          <Button kind="quiet" className="small" onClick={() => onChange({ aops: [], ke: undefined })}>
            Clear {counted(chosen.length, 'AOP')}
          </Button>
        )}
      </div>
      <p className="hint" role="status">
        {found.length === rows.length ? `${counted(rows.length, 'AOP')}` : `${found.length} of ${counted(rows.length, 'AOP')}`}
      </p>
      <ul className="aop-explorer-list">
        {found.slice(0, shown).map((row) => (
          <li key={row.aop.aop_id} data-chosen={chosen.includes(row.aop.aop_id) || undefined}>
            <input
              type="checkbox"
              aria-label={`Show ${row.aop.aop_id} with the others`}
              checked={chosen.includes(row.aop.aop_id)}
              onChange={() => toggle(row.aop.aop_id)}
            />
            <div>
              <button type="button" className="aop-explorer-pick" onClick={() => onChange({ aops: [row.aop.aop_id], ke: undefined })}>
                <span className="id">{row.aop.aop_id}</span> {row.aop.title}
              </button>
              <CoverageBar mapped={row.mapped} all={row.keyEvents} />
            </div>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>No AOP has these words{state.status === '' ? '' : ' and this status'}.</p>}
      {found.length > shown && (
        <Button className="small" onClick={() => setShown(shown + 4 * kShown)}>
          Show more
        </Button>
      )}
    </div>
  );
}

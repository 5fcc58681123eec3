import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { cx } from '@/ui/cx';
import { counted } from '@/lib/format';
import { kResourceLabels } from '@/lib/resources';
import { aopRows, heat, kResources, percent, type AopOrder, type Statistics } from './series';

const kRows = 25;
const kOrders: Record<AopOrder, string> = {
  least: 'least mapped first',
  most: 'most mapped first',
  size: 'most Key Events first',
  number: 'number',
};

function isOrder(text: string | null): text is AopOrder {
  return text !== null && text in kOrders;
}

/** Each AOP against each resource: how many of its Key Events are mapped. It is a table that looks like a map. */
export function HeatMap({ aops }: { aops: Statistics['by_aop'] }) {
  const [parameters, setParameters] = useSearchParams();
  const [shown, setShown] = useState(kRows);
  const asked = parameters.get('order');
  const order: AopOrder = isOrder(asked) ? asked : 'most';
  const words = parameters.get('aop') ?? '';
  const rows = aopRows(aops, words, order);
  const set = (name: string, value: string) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') {
          after.delete(name);
        } else {
          after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  return (
    <div className="card stats-heat">
      <h2>Coverage of each AOP</h2>
      <p className="hint">How many of its Key Events have an approved mapping. A number leads to the mappings, the AOP to its network.</p>
      <div className="stats-heat-filters">
        <Field label="Find an AOP">
          {(wiring) => <input {...wiring} type="search" value={words} onChange={(event) => set('aop', event.target.value)} />}
        </Field>
        <Field label="Order">
          {(wiring) => (
            <select {...wiring} value={order} onChange={(event) => set('order', event.target.value)}>
              {Object.entries(kOrders).map(([key, label]) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <p className="hint" role="status">
        {rows.length === aops.length ? counted(aops.length, 'AOP') : `${rows.length} of ${counted(aops.length, 'AOP')}`}
      </p>
      {/* A region that scrolls has to take the focus, or arrow keys cannot scroll it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="table-scroll" role="region" aria-label="Coverage of each AOP" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">AOP</th>
              <th scope="col">Key Events</th>
              {kResources.map((resource) => (
                <th key={resource} scope="col">
                  {kResourceLabels[resource]}
                </th>
              ))}
              <th scope="col">Anywhere</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((aop) => (
              <Row key={aop.aop_id} aop={aop} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p>No AOP has these words.</p>}
      {rows.length > shown && <Button onClick={() => setShown(shown + 4 * kRows)}>Show more</Button>}
    </div>
  );
}

function Row({ aop }: { aop: Statistics['by_aop'][number] }) {
  const number = aop.aop_id.replace('AOP ', '');
  return (
    <tr>
      <th scope="row" className="stats-aop">
        <Link href={`/aop-explorer?aop=${number}`}>{aop.aop_id}</Link> {aop.title}
      </th>
      <td className="stats-number">{aop.key_events}</td>
      {kResources.map((resource) => {
        const mapped = aop.mapped_key_events[resource];
        const show = mapped === 0 ? '&show=gaps' : '';
        return (
          <td key={resource} className={cx('stats-cell', `heat-${heat(mapped, aop.key_events)}`)}>
            <Link href={`/explore?resource=${resource}&aop_id=${number}${show}`} aria-label={`${mapped} of ${aop.key_events} in ${kResourceLabels[resource]}, ${aop.aop_id}`}>
              {mapped} <small>{percent(mapped, aop.key_events)}</small>
            </Link>
          </td>
        );
      })}
      <td className={cx('stats-cell', `heat-${heat(aop.mapped_key_events.any, aop.key_events)}`)}>
        {aop.mapped_key_events.any} <small>{percent(aop.mapped_key_events.any, aop.key_events)}</small>
      </td>
    </tr>
  );
}

import { useState, type FormEvent } from 'react';
import { useMappingFilters } from '@/api/mappings';
import { kFilterNames, kGapFilters, type ExploreState, type FilterName } from '@/lib/explore_filters';
import { kFacts } from '@/lib/subjects';
import { personName } from '@/lib/mappings';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';

interface Props {
  state: ExploreState;
  onChange: (filters: Partial<Record<FilterName, string>>) => void;
}

const kTyped = ['q', 'ke_id', 'target_id', 'aop_id'] as const;
type Typed = Record<(typeof kTyped)[number], string>;

const typedOf = (state: ExploreState): Typed => ({
  q: state.filters.q,
  ke_id: state.filters.ke_id,
  target_id: state.filters.target_id,
  aop_id: state.filters.aop_id,
});

/** What is typed counts when it is sent; what is chosen counts at once. */
export function FilterForm({ state, onChange }: Props) {
  const choices = useMappingFilters(state.resource);
  const shown = typedOf(state);
  const [typed, setTyped] = useState(shown);
  const [last, setLast] = useState(shown);
  if (kTyped.some((name) => shown[name] !== last[name])) {
    setLast(shown); // the address changed by itself: a chip was closed, or the way back was taken
    setTyped(shown);
  }
  const allowed = state.show === 'gaps' ? kGapFilters : kFilterNames;
  const more = kFilterNames.filter((name) => name !== 'q' && allowed.includes(name) && state.filters[name] !== '').length;
  const send = (event: FormEvent) => {
    event.preventDefault();
    onChange(typed);
  };
  const text = (name: keyof Typed, label: string, placeholder: string) =>
    allowed.includes(name) && (
      <Field label={label}>
        {(wiring) => (
          <input
            {...wiring}
            value={typed[name]}
            placeholder={placeholder}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            onBlur={() => typed[name].trim() !== shown[name] && onChange({ [name]: typed[name].trim() })}
          />
        )}
      </Field>
    );
  const day = (name: 'approved_from' | 'approved_to', label: string) =>
    allowed.includes(name) && (
      <Field label={label}>
        {(wiring) => (
          <input {...wiring} type="date" value={state.filters[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
        )}
      </Field>
    );
  const choice = (name: FilterName, label: string, options: readonly { value: string; label: string }[]) =>
    allowed.includes(name) && (
      <Field label={label}>
        {(wiring) => (
          <select {...wiring} value={state.filters[name]} onChange={(event) => onChange({ [name]: event.target.value })}>
            <option value="">any</option>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
            {state.filters[name] !== '' && !options.some((option) => option.value === state.filters[name]) && (
              <option value={state.filters[name]}>{state.filters[name]}</option>
            )}
          </select>
        )}
      </Field>
    );
  return (
    <form className="explore-filters" role="search" aria-label="Filter the list" onSubmit={send}>
      <div className="explore-search">
        <label className="visually-hidden" htmlFor="explore-q">
          Text in an id or title
        </label>
        <input
          id="explore-q"
          type="search"
          value={typed.q}
          maxLength={200}
          placeholder="Text in an id or title"
          onChange={(event) => setTyped({ ...typed, q: event.target.value })}
        />
        <Button type="submit" kind="primary">
          Filter
        </Button>
      </div>
      <details className="explore-more" open={more > 0 || undefined}>
        <summary>{more > 0 ? `More filters (${more} set)` : 'More filters'}</summary>
        <div className="explore-grid">
          {text('ke_id', 'Key Event', 'KE 55, or several with commas')}
          {text('target_id', 'Target', `Id in ${kFacts[state.resource].label}`)}
          {text('aop_id', 'AOP', 'AOP 12')}
          {choice(
            'level',
            'Biological level',
            (choices.data?.levels ?? []).map((one) => ({ value: one.level, label: one.level })),
          )}
          {choice('confidence_level', 'Confidence', [
            { value: 'high', label: 'high' },
            { value: 'medium', label: 'medium' },
            { value: 'low', label: 'low' },
          ])}
          {choice(
            'proposed_by',
            'Curator',
            (choices.data?.proposers ?? []).map((one) => ({
              value: one.identity,
              label: `${personName(one.identity)}, ${one.mappings}`,
            })),
          )}
          {day('approved_from', 'Approved from')}
          {day('approved_to', 'Approved to')}
        </div>
      </details>
    </form>
  );
}

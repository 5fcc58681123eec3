import { kFilterLabels, kFilterNames, kGapFilters, type ExploreState, type FilterName } from '@/lib/explore_filters';
import { personName } from '@/lib/mappings';
import { Button } from '@/ui/Button';

interface Props {
  state: ExploreState;
  onChange: (filters: Partial<Record<FilterName, string>>) => void;
}

/** The filters that are set, each to be taken off. */
export function FilterChips({ state, onChange }: Props) {
  const set = kFilterNames.filter((name) => state.filters[name] !== '');
  if (set.length === 0) {
    return null;
  }
  const off = (name: FilterName) => state.show === 'gaps' && !kGapFilters.includes(name);
  return (
    <ul className="explore-chips" aria-label="Filters that are set">
      {set.map((name) => {
        const value = name === 'proposed_by' ? personName(state.filters[name]) : state.filters[name];
        return (
          <li key={name} data-off={off(name) || undefined}>
            <span>
              {kFilterLabels[name]} <b>{value}</b>
              {off(name) && <small> (not used here)</small>}
            </span>
            <button type="button" aria-label={`Take off the filter ${kFilterLabels[name]} ${value}`} onClick={() => onChange({ [name]: '' })}>
              ✕
            </button>
          </li>
        );
      })}
      <li className="explore-clear">
        <Button
          kind="quiet"
          className="small"
          onClick={() => onChange(Object.fromEntries(kFilterNames.map((name) => [name, ''])))}
        >
          Take off all
        </Button>
      </li>
    </ul>
  );
}

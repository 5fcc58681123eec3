import { useCallback } from 'react';
import { useSearchParams } from 'wouter';
import { useExplore, useGaps } from '@/api/mappings';
import { nextSort, readExplore, writeExplore, type ExploreState, type FilterName } from '@/lib/explore_filters';
import { kFacts, kResources } from '@/lib/subjects';
import { Page } from '@/ui/Page';
import { Tabs } from '@/ui/Tabs';
import { FilterChips } from './FilterChips';
import { FilterForm } from './FilterForm';
import { GapList } from './GapList';
import { MappingList } from './MappingList';
import './explore.css';

/** Approved mappings and what is not mapped yet. What is shown is in the address: a link shows the same. */
export default function ExplorePage() {
  const [parameters, setParameters] = useSearchParams();
  const state = readExplore(parameters);
  const change = useCallback(
    (part: Partial<ExploreState>, replace = false) => {
      setParameters((before) => writeExplore({ ...readExplore(before), page: 1, ...part }), { replace });
    },
    [setParameters],
  );
  const set = (filters: Partial<Record<FilterName, string>>) => change({ filters: { ...state.filters, ...filters } });
  return (
    <Page
      title="Explore"
      wide
      lead="Every approved mapping, filtered as you need it. The address of this page keeps what you see: bookmark it or send it on."
    >
      <Tabs
        label="Resource"
        current={state.resource}
        onChange={(resource) => change({ resource, sort: '', filters: { ...state.filters, target_id: '', proposed_by: '' } })}
        tabs={kResources.map((key) => ({ key, label: kFacts[key].label }))}
      >
        <div className="explore-switch" role="group" aria-label="What to show">
          <button type="button" aria-pressed={state.show === 'mappings'} onClick={() => change({ show: 'mappings' })}>
            Approved mappings
          </button>
          <button type="button" aria-pressed={state.show === 'gaps'} onClick={() => change({ show: 'gaps' })}>
            Key Events without one
          </button>
        </div>
        <FilterForm key={state.resource} state={state} onChange={set} />
        <FilterChips state={state} onChange={set} />
        {state.show === 'mappings' ? (
          <Mappings state={state} change={change} />
        ) : (
          <Gaps state={state} onPage={(page) => change({ page })} />
        )}
      </Tabs>
    </Page>
  );
}

function Mappings({ state, change }: { state: ExploreState; change: (part: Partial<ExploreState>) => void }) {
  const list = useExplore(state);
  return (
    <MappingList
      state={state}
      list={list}
      onSort={(column) => change({ sort: nextSort(state.sort, column) })}
      onPage={(page) => change({ page })}
    />
  );
}

function Gaps({ state, onPage }: { state: ExploreState; onPage: (page: number) => void }) {
  return <GapList state={state} list={useGaps(state)} onPage={onPage} />;
}

import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSuggestions, useTargetSearch } from '@/api/targets';
import { useKeyEvent, useMapped } from '@/api/key_events';
import type { Candidate } from '@/api/candidates';
import { kindOf, kKinds, type TargetKind } from '@/lib/resources';
import { useDebounced } from '@/lib/use_debounced';
import { Button } from '@/ui/Button';
import { DegradedBanner } from '@/ui/Banner';
import { Field } from '@/ui/Field';
import { Help } from '@/ui/Help';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { BrowseTargets } from './BrowseTargets';
import { CandidateCard } from './CandidateCard';
import { mapperAddress } from './address';

type Way = 'suggested' | 'search' | 'browse';
const kWays: readonly Way[] = ['suggested', 'search', 'browse'];

/** Step 2: a target among those suggested, found by words, or walked to. */
export function TargetChooser({ keId }: { keId: string }) {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const { kind, label } = kindOf(parameters.get('kind'));
  const way = kWays.find((one) => one === parameters.get('by')) ?? 'suggested';
  const go = (to: { kind?: TargetKind; by?: Way }) =>
    navigate(mapperAddress({ ke: keId, kind: to.kind ?? kind, by: to.by ?? way }), { replace: true });
  return (
    <section aria-label="Choose a target">
      <Tabs
        kind="pills"
        label="Resource"
        current={kind}
        onChange={(key) => go({ kind: key })}
        tabs={kKinds.map((one) => ({ key: one.kind, label: one.short }))}
      >
        <Tabs
          label={`How to find a target in ${label}`}
          current={way}
          onChange={(key) => go({ by: key })}
          tabs={[
            { key: 'suggested', label: 'Suggested' },
            { key: 'search', label: 'Search' },
            { key: 'browse', label: 'Browse' },
          ]}
        >
          {way === 'suggested' && <Suggested key={kind} keId={keId} kind={kind} />}
          {way === 'search' && <Searched key={kind} keId={keId} kind={kind} />}
          {way === 'browse' && <BrowseTargets key={kind} keId={keId} kind={kind} />}
        </Tabs>
      </Tabs>
    </section>
  );
}

/** Cards of candidates, each saying when it is mapped already. */
export function Candidates({ keId, kind, candidates }: { keId: string; kind: TargetKind; candidates: readonly Candidate[] }) {
  const mapped = useMapped(keId);
  const event = useKeyEvent(keId);
  const taken = mapped.data?.[kindOf(kind).resource] ?? [];
  return (
    <ol className="mapper-cards">
      {candidates.map((candidate) => (
        <li key={candidate.id}>
          <CandidateCard
            candidate={candidate}
            keId={keId}
            keyEventGenes={event.data?.genes ?? []}
            mapping={taken.find((one) => one.id === candidate.id)?.uuid}
          />
        </li>
      ))}
    </ol>
  );
}

const kFirst = 10;
const kMore = 30;

function Suggested({ keId, kind }: { keId: string; kind: TargetKind }) {
  const [limit, setLimit] = useState(kFirst);
  const suggestions = useSuggestions(keId, kind, limit);
  if (suggestions.isError) {
    return <ErrorState error={suggestions.error} title="The suggestions could not be made." onRetry={() => void suggestions.refetch()} />;
  }
  if (suggestions.data === undefined) {
    return <Loading lines={8} label="Ranking the targets" />;
  }
  const { candidates, warnings, mode } = suggestions.data;
  return (
    <>
      {warnings.map((warning) => (
        <DegradedBanner key={warning}>{warning}</DegradedBanner>
      ))}
      {candidates.length === 0 ? (
        <EmptyState title="Nothing is near enough to be suggested.">
          Search by words, or browse. A Key Event without description and genes gives the ranking little to go on.
        </EmptyState>
      ) : (
        <>
          <Help title="How to read these cards">
            The best match comes first. The bar shows what made its score: similar <b>meaning</b> of the texts, common <b>genes</b>,
            common <b>words</b>. A high score is a hint, not a judgement: that is yours, in the next step.
            {mode === 'degraded' && ' Without embeddings, only words and genes are compared.'}
          </Help>
          <Candidates keId={keId} kind={kind} candidates={candidates} />
          {limit === kFirst && candidates.length === kFirst && (
            <Button busy={suggestions.isFetching} onClick={() => setLimit(kMore)}>
              Show more suggestions
            </Button>
          )}
        </>
      )}
    </>
  );
}

function Searched({ keId, kind }: { keId: string; kind: TargetKind }) {
  const [typed, setTyped] = useState('');
  const words = useDebounced(typed.trim());
  const found = useTargetSearch(kind, words);
  return (
    <>
      <Field label={`Search ${kindOf(kind).label}`} hint="By id, name, synonym or words; small typing errors are forgiven.">
        {(wiring) => <input {...wiring} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {found.isError && <ErrorState error={found.error} title="The search failed." onRetry={() => void found.refetch()} />}
      {words !== '' && found.isPending && <Loading lines={5} label="Searching" />}
      {words !== '' && found.data?.length === 0 && (
        <EmptyState title={`Nothing matches ‘${words}’.`}>Try other words or the id.</EmptyState>
      )}
      {words !== '' && found.data && found.data.length > 0 && <Candidates keId={keId} kind={kind} candidates={found.data} />}
    </>
  );
}

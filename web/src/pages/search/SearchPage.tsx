import { useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMappingsIn } from '@/api/mappings';
import { useKeyEventSearch, useTargetSearch, type Hit } from '@/api/search';
import { formatNumber } from '@/lib/format';
import { kFacts, keyEventPath, kResources, pathOfId, targetPath } from '@/lib/subjects';
import { MappingTable } from '@/parts/MappingTable';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/States';
import './search.css';

/** Key Events, targets and mappings that have the words of the address. */
export default function SearchPage() {
  const [parameters, setParameters] = useSearchParams();
  const words = (parameters.get('q') ?? '').trim();
  return (
    <Page title={words === '' ? 'Search' : `Search: ${words}`} heading="Search" wide>
      <SearchForm key={words} words={words} onSearch={(text) => setParameters({ q: text })} />
      {words === '' ? <Hints /> : <Results words={words} />}
    </Page>
  );
}

function SearchForm({ words, onSearch }: { words: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(words);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') {
      onSearch(text.trim());
    }
  };
  return (
    <form className="search-form" role="search" aria-label="Key Events, targets and mappings" onSubmit={send}>
      <label htmlFor="search-words">Words or an identifier</label>
      <div>
        <input id="search-words" type="search" value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" kind="primary">
          Search
        </Button>
      </div>
    </form>
  );
}

function Hints() {
  return (
    <p className="hint">
      For example <Link href="/search?q=oxidative%20stress">oxidative stress</Link>, <Link href="/search?q=steatosis">steatosis</Link>, KE 55,
      WP254, GO:0006915 or R-HSA-109581. From any page the key / goes to the search field.
    </p>
  );
}

function Results({ words }: { words: string }) {
  const events = useKeyEventSearch(words);
  const page = pathOfId(words);
  return (
    <>
      {page !== undefined && (
        <p className="notice">
          That is an identifier: <Link href={page}>open its page</Link>.
        </p>
      )}
      <div className="search-results">
        <Hits title="Key Events" list={events} pathOf={keyEventPath} />
        {kResources.map((resource) => (
          <Targets key={resource} resource={resource} words={words} />
        ))}
      </div>
      <Mappings words={words} />
    </>
  );
}

function Targets({ resource, words }: { resource: (typeof kResources)[number]; words: string }) {
  return <Hits title={kFacts[resource].label} list={useTargetSearch(resource, words)} pathOf={targetPath} />;
}

function Hits({ title, list, pathOf }: { title: string; list: UseQueryResult<Hit[]>; pathOf: (id: string) => string }) {
  return (
    <section>
      <h2>{title}</h2>
      {list.isPending && <Loading lines={4} label={`Searching ${title}`} />}
      {list.isError && <ErrorState error={list.error} title="The search failed." onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && <p className="hint">Nothing found.</p>}
      {list.data && list.data.length > 0 && (
        <ol className="search-hits">
          {list.data.map((hit) => (
            <li key={hit.id}>
              <Link href={pathOf(hit.id)}>
                <span className="id">{hit.id}</span> {hit.title}
              </Link>
              <small>{hit.note}</small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const kShown = 5;

function Mappings({ words }: { words: string }) {
  const list = useMappingsIn(kResources, { q: words }, kShown);
  return (
    <section>
      <h2>Approved mappings</h2>
      {list.isPending && <Loading lines={4} label="Searching mappings" />}
      {list.isError && <ErrorState error={list.error} title="The mappings could not be searched." onRetry={() => void list.refetch()} />}
      {list.data?.total === 0 && <p className="hint">No mapping has these words in the titles or ids of its two sides.</p>}
      {list.data && list.data.total > 0 && (
        <>
          <MappingTable caption={`Mappings with ${words}`} mappings={list.data.mappings} />
          <p className="search-more">
            {kResources
              .filter((resource) => (list.data.totals[resource] ?? 0) > kShown)
              .map((resource) => (
                <Link key={resource} href={`/explore?resource=${resource}&q=${encodeURIComponent(words)}`}>
                  All {formatNumber(list.data.totals[resource] ?? 0)} in {kFacts[resource].label}
                </Link>
              ))}
          </p>
        </>
      )}
    </section>
  );
}

import { kRankedTargets, useRanking, type Ranked } from '@/api/subjects';
import type { Mapping } from '@/lib/mappings';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';

const kSignals: Readonly<Record<string, string>> = {
  embedding: 'Meaning',
  gene: 'Genes',
  ontology: 'Ontology tags',
  lexical: 'Words',
};

/** What the suggestion was worth when it was taken, and how the same pair ranks with the data of today. */
export function Ranking({ mapping }: { mapping: Mapping }) {
  const ranking = useRanking(mapping.resource, mapping.keId, mapping.targetId);
  if (mapping.suggestionScore === null && ranking.data?.ranked === undefined) {
    return null; // found by search, and no suggestion today either
  }
  return (
    <section>
      <h2>What speaks for it</h2>
      <p>
        {mapping.suggestionScore === null
          ? 'It was found by searching, not among the suggestions.'
          : `It was suggested with a score of ${mapping.suggestionScore.toFixed(2)}.`}
      </p>
      {ranking.isPending && <Loading lines={4} label="Ranking" />}
      {ranking.isError && (
        <ErrorState error={ranking.error} title="Today’s ranking could not be loaded." onRetry={() => void ranking.refetch()} />
      )}
      {ranking.data && (ranking.data.ranked === undefined ? <NotRanked mapping={mapping} why={ranking.data.leftOut} /> : <Parts ranked={ranking.data.ranked} />)}
    </section>
  );
}

function NotRanked({ mapping, why }: { mapping: Mapping; why: string | undefined }) {
  return (
    <p className="hint">
      {why === undefined
        ? `With the data of today ${mapping.targetId} is not among the first ${kRankedTargets} suggestions for ${mapping.keId}.`
        : `With the data of today it is left out of the suggestions: ${why}.`}
    </p>
  );
}

function Parts({ ranked }: { ranked: Ranked }) {
  const { explanation } = ranked;
  const whole = Math.max(...explanation.signals.map((part) => part.contribution), Number.EPSILON);
  return (
    <>
      <p>
        Today it is number <b>{ranked.place}</b>, with a score of {ranked.score.toFixed(2)}. {explanation.reason}
      </p>
      <table className="ranking">
        <caption className="visually-hidden">Signals behind the score</caption>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col">Value</th>
            <th scope="col">Share of score</th>
          </tr>
        </thead>
        <tbody>
          {explanation.signals.map((part) => (
            <tr key={part.signal}>
              <th scope="row">{kSignals[part.signal] ?? part.signal}</th>
              <td>
                {part.available && part.value !== null ? (
                  <>
                    <meter min={0} max={1} value={part.value} aria-hidden="true" /> {part.value.toFixed(2)}
                  </>
                ) : (
                  <span className="hint">no data</span>
                )}
              </td>
              <td>
                <meter className="share" min={0} max={whole} value={part.contribution} aria-hidden="true" /> {part.contribution.toFixed(3)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="plain-list ranking-notes">
        {explanation.multi_evidence_bonus > 0 && <li>More than one signal agrees: + {explanation.multi_evidence_bonus.toFixed(2)}.</li>}
        {explanation.adjustments.map((one) => (
          <li key={one.name}>
            {one.name.replace(/_/g, ' ')}: × {one.factor.toFixed(2)}
          </li>
        ))}
        {explanation.matched_words.length > 0 && <li>Common words: {explanation.matched_words.join(', ')}.</li>}
        {explanation.matched_tags.length > 0 && <li>Common tags: {explanation.matched_tags.join(', ')}.</li>}
        {explanation.gene_p_value !== null && <li>Chance of so many common genes: p = {explanation.gene_p_value.toPrecision(2)}.</li>}
      </ul>
    </>
  );
}

import type { Candidate } from '@/api/candidates';

/** Which signals made this suggestion: their shares of the score in one bar, their values in words. */
export function Contributions({ candidate }: { candidate: Candidate }) {
  const { score, signals } = candidate;
  if (score === null) {
    return null;
  }
  const shown = signals.filter((signal) => signal.contribution > 0 || (signal.value ?? 0) > 0);
  return (
    <div className="mapper-score">
      <p className="mapper-score-total">
        <b>{score.toFixed(2)}</b>
        {candidate.tier !== null && <span>{candidate.tier} match</span>}
      </p>
      <svg className="mapper-score-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="8" className="mapper-bar-ground" />
        {segments(candidate).map((one) => (
          <rect key={one.name} x={one.from} width={one.width} height="8" className={`mapper-bar-${one.name}`} />
        ))}
      </svg>
      <ul className="mapper-legend" aria-label="What made the score">
        {shown.map((signal) => (
          <li key={signal.name}>
            <span className={`mapper-key mapper-key-${signal.name}`} aria-hidden="true" />
            {signal.label} {signal.value === null ? 'no data' : signal.value.toFixed(2)}
            {signal.contribution > 0 ? (
              <span className="hint"> gives {signal.contribution.toFixed(2)}</span>
            ) : (
              <span className="hint"> not counted</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Segment {
  name: string;
  from: number;
  width: number;
}

/** Parts of a bar that is as long as the score, in percent of a full one, in the proportions of the contributions. */
export function segments({ score, signals }: Candidate): Segment[] {
  const sum = signals.reduce((total, signal) => total + signal.contribution, 0);
  if (score === null || sum <= 0) {
    return [];
  }
  let from = 0;
  return signals
    .filter((signal) => signal.contribution > 0)
    .sort((a, b) => b.contribution - a.contribution)
    .map((signal) => {
      const width = (signal.contribution / sum) * Math.min(score, 1) * 100;
      const segment = { name: signal.name, from, width };
      from += width;
      return segment;
    });
}

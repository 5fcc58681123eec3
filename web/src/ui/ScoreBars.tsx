export interface ScorePart {
  label: string;
  /** 0 to 1; null when this signal has nothing to say about the target. */
  value: number | null;
  note?: string | undefined;
}

/** Parts of a score as bars with their numbers beside them. */
export function ScoreBars({ parts, label }: { parts: readonly ScorePart[]; label: string }) {
  return (
    <dl className="score-bars" aria-label={label}>
      {parts.map((part) => (
        <div key={part.label} className="score-row" data-missing={part.value === null || undefined}>
          <dt>{part.label}</dt>
          <dd>
            <meter min={0} max={1} value={part.value ?? 0} aria-hidden="true" />
            <span className="score-value">{part.value === null ? 'no data' : part.value.toFixed(2)}</span>
            {part.note !== undefined && <span className="score-note">{part.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

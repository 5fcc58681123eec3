import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'good' | 'medium' | 'low' | 'bad' | 'accent';

/** A word about a thing. The word carries the meaning; the colour only helps. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

const kConfidence: Record<string, { tone: Tone; bars: number }> = {
  high: { tone: 'good', bars: 3 },
  medium: { tone: 'medium', bars: 2 },
  low: { tone: 'low', bars: 1 },
};

/** Confidence in words, a colour and a number of bars. */
export function ConfidenceBadge({ confidence }: { confidence: string | null | undefined }) {
  const word = confidence?.toLowerCase() ?? '';
  const look = kConfidence[word] ?? { tone: 'neutral' as const, bars: 0 };
  return (
    <span className={`badge confidence ${look.tone}`}>
      <svg width="12" height="10" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect key={bar} x={bar * 4.5} y={6 - bar * 3} width="3" height={4 + bar * 3} className={bar < look.bars ? 'on' : 'off'} />
        ))}
      </svg>
      {word === '' ? 'no confidence yet' : word}
    </span>
  );
}

const kStates: Record<string, { tone: Tone; label: string }> = {
  pending: { tone: 'accent', label: 'waiting for review' },
  approved: { tone: 'good', label: 'approved' },
  rejected: { tone: 'bad', label: 'not accepted' },
  withdrawn: { tone: 'neutral', label: 'withdrawn' },
};

/** The state of a proposal. */
export function StatusBadge({ status }: { status: string }) {
  const state = kStates[status] ?? { tone: 'neutral' as const, label: status };
  return <Badge tone={state.tone}>{state.label}</Badge>;
}

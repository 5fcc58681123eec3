import { describe, expect, it } from 'vitest';
import { candidateOf } from '@/api/candidates';
import { segments } from './Contributions';

function candidate(score: number, contributions: Record<string, number>) {
  return candidateOf({
    pathwayID: 'WP1',
    hybrid_score: score,
    explanation: {
      reason: '',
      gene_p_value: null,
      matched_words: [],
      signals: Object.entries(contributions).map(([signal, contribution]) => ({ signal, contribution, available: true, value: 0.5, place: 1 })),
    },
  });
}

describe('segments', () => {
  it('fills as much of the bar as the score says, largest part first', () => {
    const parts = segments(candidate(0.8, { gene: 0.1, embedding: 0.7, lexical: 0 }));
    expect(parts.map((part) => part.name)).toEqual(['embedding', 'gene']);
    expect(parts[0]).toMatchObject({ from: 0 });
    expect(parts[0]?.width).toBeCloseTo(70);
    expect(parts[1]?.from).toBeCloseTo(70);
    expect(parts[1]?.width).toBeCloseTo(10);
  });

  it('stays within the bar when factors changed the score after the sum', () => {
    const parts = segments(candidate(0.5, { gene: 0.5, embedding: 0.5 }));
    expect(parts.reduce((sum, part) => sum + part.width, 0)).toBeCloseTo(50);
  });

  it('draws nothing without contributions', () => {
    expect(segments(candidate(0.5, { gene: 0 }))).toEqual([]);
  });
});

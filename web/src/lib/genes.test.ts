import { describe, expect, it } from 'vitest';
import { overlapOf } from './genes';

describe('the overlap of two gene sets', () => {
  it('splits them into three parts, each by name', () => {
    const overlap = overlapOf(['TP53', 'CASP9', 'CASP10', 'CASP9'], ['BAX', 'TP53', 'CASP9']);
    expect(overlap.onlyFirst).toEqual(['CASP10']);
    expect(overlap.both).toEqual(['CASP9', 'TP53']);
    expect(overlap.onlySecond).toEqual(['BAX']);
    expect(overlap.jaccard).toBeCloseTo(0.5);
  });

  it('sorts numbers in names as numbers', () => {
    expect(overlapOf(['CYP3A10', 'CYP3A4'], []).onlyFirst).toEqual(['CYP3A4', 'CYP3A10']);
  });

  it('has no share when there are no genes at all', () => {
    expect(overlapOf([], []).jaccard).toBeNull();
    expect(overlapOf([], ['A']).jaccard).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { overlapOf } from './overlap';

describe('overlapOf', () => {
  it('parts two sets into three sorted lists, repeats counted once', () => {
    expect(overlapOf(['TNF', 'IL6', 'IL6'], ['IL6', 'AKT1'])).toEqual({ onlyFirst: ['TNF'], both: ['IL6'], onlySecond: ['AKT1'] });
  });

  it('takes empty sets', () => {
    expect(overlapOf([], [])).toEqual({ onlyFirst: [], both: [], onlySecond: [] });
  });
});

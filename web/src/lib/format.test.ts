import { describe, expect, it } from 'vitest';
import { counted, formatDay, formatNumber } from './format';

describe('counted', () => {
  it('uses the plural but for one', () => {
    expect(counted(1, 'gene')).toBe('1 gene');
    expect(counted(0, 'gene')).toBe('0 genes');
    expect(counted(1200, 'pathway')).toBe('1,200 pathways');
    expect(counted(2, 'match', 'matches')).toBe('2 matches');
  });
});

describe('formatDay', () => {
  it('keeps a text that is no time', () => {
    expect(formatDay('unknown')).toBe('unknown');
    expect(formatDay('2026-02-18T12:00:00Z')).toBe('18 Feb 2026');
  });
});

describe('formatNumber', () => {
  it('groups thousands', () => expect(formatNumber(30123)).toBe('30,123'));
});

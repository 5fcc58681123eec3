import { describe, expect, it } from 'vitest';
import { isWorthKeeping, readDraft, samePair, storedDraft, type Draft } from './draft';

const kDraft: Draft = {
  resource: 'go',
  keId: 'KE 188',
  targetId: 'GO:0061900',
  keTitle: 'Neuroinflammation',
  targetTitle: 'glial cell activation',
  fields: { connection_score: 0, note: 'half a sent', suggestion_score: 0.7 },
};

describe('readDraft', () => {
  it('gives back what was stored, a score of 0 included', () => {
    expect(readDraft(JSON.parse(JSON.stringify(storedDraft(kDraft))))).toEqual(kDraft);
  });

  it('refuses what names no pair', () => {
    for (const bad of [null, 7, 'x', {}, { ke_id: 'KE 1' }, { ke_id: 'KE x', target_id: 'WP1' }, { ke_id: 'KE 1', target_id: 'nothing' }]) {
      expect(readDraft(bad)).toBeUndefined();
    }
  });

  it('leaves out what is of the wrong type', () => {
    expect(readDraft({ ke_id: 'KE 1', target_id: 'WP1', basis: 5, evidence_score: '3', note: 'n' })?.fields).toEqual({ note: 'n' });
  });
});

describe('isWorthKeeping', () => {
  it('does not count the score of the suggestion or emptied text', () => {
    expect(isWorthKeeping({ suggestion_score: 0.5, note: '' })).toBe(false);
    expect(isWorthKeeping({ evidence_score: 0 })).toBe(true);
    expect(isWorthKeeping({ note: 'x' })).toBe(true);
  });
});

describe('samePair', () => {
  it('looks at both ids', () => {
    const renamed: Draft = { ...kDraft, keTitle: 'other' };
    expect(samePair(kDraft, renamed)).toBe(true);
    expect(samePair(kDraft, { ...kDraft, targetId: 'GO:0000001' })).toBe(false);
  });
});

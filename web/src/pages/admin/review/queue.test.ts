import { describe, expect, it } from 'vitest';
import { editsOf, fieldsOf, nextCursor, parseFilters, writeFilters, type Proposal } from './queue';

const proposal: Proposal = {
  uuid: 'a',
  kind: 'new',
  status: 'pending',
  version: 3,
  resource: 'wikipathways',
  ke_id: 'KE 1',
  target_id: 'WP1',
  confidence: 'high',
  computed_confidence: 'high',
  created_at: '2026-01-01T00:00:00Z',
  assessment: { relationship: 'causative', basis: 'known', specificity: 'specific', coverage: 'complete' },
};

describe('filters', () => {
  it('are read from the address that they write', () => {
    for (const text of ['', 'status=any&resource=go&kind=change&order=newest&stale=1&proposed_by=github%3Aalice&page=3']) {
      expect(writeFilters(parseFilters(new URLSearchParams(text))).toString()).toBe(text);
    }
    expect(parseFilters(new URLSearchParams('status=nonsense&page=-1'))).toMatchObject({ status: 'pending', page: 1 });
  });
});

describe('editsOf', () => {
  it('is empty for a proposal as it came', () => {
    expect(editsOf(proposal, fieldsOf(proposal))).toEqual({});
  });

  it('has all answers when one changed, and nothing else', () => {
    expect(editsOf(proposal, { ...fieldsOf(proposal), coverage: 'minor' })).toEqual({
      relationship: 'causative',
      basis: 'known',
      specificity: 'specific',
      coverage: 'minor',
    });
  });

  it('has a confidence of its own with the reason', () => {
    const edits = editsOf(proposal, { ...fieldsOf(proposal), confidence: 'low', override_reason: 'one paper only' });
    expect(edits).toEqual({ confidence: 'low', override_reason: 'one paper only' });
  });
});

describe('nextCursor', () => {
  const rows = ['a', 'b', 'c'].map((uuid) => ({ ...proposal, uuid }));
  it('stays with its proposal, and at its place when that is gone', () => {
    expect(nextCursor(rows, 'c', 0)).toBe('c');
    expect(nextCursor(rows, 'gone', 1)).toBe('b');
    expect(nextCursor(rows, 'gone', 9)).toBe('c');
    expect(nextCursor([], 'gone', 0)).toBeUndefined();
  });
});

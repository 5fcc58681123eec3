import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Draft } from './draft';
import { allLocalDrafts, dropLocalDraft, findLocalDraft, keepLocalDraft } from './local_drafts';

function draft(number: number): Draft {
  return { resource: 'wikipathways', keId: `KE ${number}`, targetId: 'WP1', keTitle: '', targetTitle: '', fields: { note: 'n' } };
}

beforeEach(() => localStorage.clear());

describe('drafts in the browser', () => {
  it('are found by their pair and gone once dropped', () => {
    keepLocalDraft(draft(1), 5, 'u1');
    expect(findLocalDraft(draft(1))).toEqual({ draft: draft(1), savedAt: 5, uuid: 'u1' });
    expect(findLocalDraft(draft(2))).toBeUndefined();
    dropLocalDraft(draft(1));
    expect(allLocalDrafts()).toEqual([]);
  });

  it('keep the newest when there are too many', () => {
    for (let number = 1; number <= 35; number += 1) {
      keepLocalDraft(draft(number), number, undefined);
    }
    const kept = allLocalDrafts();
    expect(kept).toHaveLength(30);
    expect(kept[0]?.draft.keId).toBe('KE 35');
    expect(findLocalDraft(draft(5))).toBeUndefined();
  });

  it('survive rubbish in the storage, and say when nothing can be kept', () => {
    localStorage.setItem('kewp.drafts', '{broken');
    expect(allLocalDrafts()).toEqual([]);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(keepLocalDraft(draft(1), 1, undefined)).toBe(false);
  });
});

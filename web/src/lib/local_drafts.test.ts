import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Draft } from './draft';
import { allLocalDrafts, dropAllLocalDrafts, dropLocalDraft, findLocalDraft, keepLocalDraft, kNobody } from './local_drafts';

const kAda = 'github:ada';
const kBob = 'orcid:0000-0002-1825-0097';

function draft(number: number): Draft {
  return { resource: 'wikipathways', keId: `KE ${number}`, targetId: 'WP1', keTitle: '', targetTitle: '', fields: { note: 'n' } };
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('drafts in the browser', () => {
  it('are found by their pair and gone once dropped', () => {
    keepLocalDraft(kAda, draft(1), 5, 'u1');
    expect(findLocalDraft(kAda, draft(1))).toEqual({ draft: draft(1), savedAt: 5, uuid: 'u1' });
    expect(findLocalDraft(kAda, draft(2))).toBeUndefined();
    dropLocalDraft(kAda, draft(1));
    expect(allLocalDrafts(kAda)).toEqual([]);
  });

  it('are shown to nobody but the person who typed them', () => {
    keepLocalDraft(kAda, draft(1), 5, 'u1');
    expect(findLocalDraft(kBob, draft(1))).toBeUndefined();
    expect(allLocalDrafts(kNobody)).toEqual([]);
    dropAllLocalDrafts(kBob);
    expect(allLocalDrafts(kAda)).toHaveLength(1);
  });

  it('typed before signing in belong to the tab, then to whoever signs in there', () => {
    keepLocalDraft(kNobody, draft(1), 5, undefined);
    expect(localStorage).toHaveLength(0);
    expect(allLocalDrafts(kAda)).toHaveLength(1);
    expect(allLocalDrafts(kNobody)).toEqual([]);
    expect(allLocalDrafts(kBob)).toEqual([]);
  });

  it('keep the later words of a pair when they become those of a person, and their place on the server', () => {
    keepLocalDraft(kAda, draft(1), 5, 'u1');
    keepLocalDraft(kNobody, { ...draft(1), fields: { note: 'later' } }, 6, undefined);
    expect(findLocalDraft(kAda, draft(1))).toMatchObject({ draft: { fields: { note: 'later' } }, uuid: 'u1' });
  });

  it('are all gone after signing out', () => {
    keepLocalDraft(kAda, draft(1), 5, 'u1');
    keepLocalDraft(kNobody, draft(2), 6, undefined);
    dropAllLocalDrafts(kAda);
    expect(localStorage).toHaveLength(0);
    expect(sessionStorage).toHaveLength(0);
  });

  it('keep the newest when there are too many', () => {
    for (let number = 1; number <= 35; number += 1) {
      keepLocalDraft(kAda, draft(number), number, undefined);
    }
    const kept = allLocalDrafts(kAda);
    expect(kept).toHaveLength(30);
    expect(kept[0]?.draft.keId).toBe('KE 35');
    expect(findLocalDraft(kAda, draft(5))).toBeUndefined();
  });

  it('survive rubbish in the storage, and say when nothing can be kept', () => {
    localStorage.setItem(`kewp.drafts:${kAda}`, '{broken');
    expect(allLocalDrafts(kAda)).toEqual([]);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(keepLocalDraft(kAda, draft(1), 1, undefined)).toBe(false);
  });
});

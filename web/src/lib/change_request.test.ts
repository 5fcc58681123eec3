import { describe, expect, it } from 'vitest';
import { changedAnswers } from './change_request';

const before = { relationship: 'causative', basis: 'known', specificity: 'loose', coverage: 'minor' };

describe('a request for a change', () => {
  it('sends all answers when one differs', () => {
    expect(changedAnswers('reactome', before, { ...before, basis: 'likely' })).toEqual({ ...before, basis: 'likely' });
  });

  it('is nothing when no answer differs', () => {
    expect(changedAnswers('wikipathways', before, { ...before })).toBeUndefined();
  });

  it('sends scores as numbers and words as they are', () => {
    expect(changedAnswers('go', {}, { connection_type: 'related', connection_score: '3', specificity_score: '0' })).toEqual({
      connection_type: 'related',
      connection_score: 3,
      specificity_score: 0,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { isComplete, missingFields, submissionOf } from './submission';
import type { Pair } from './draft';

const kPathway: Pair = { resource: 'wikipathways', keId: 'KE 1', targetId: 'WP1' };
const kTerm: Pair = { resource: 'go', keId: 'KE 1', targetId: 'GO:0000001' };

describe('missingFields', () => {
  it('asks four words for a pathway and a type with three scores for a term', () => {
    expect(missingFields('reactome', {})).toEqual(['relationship', 'basis', 'specificity', 'coverage']);
    expect(missingFields('go', {})).toEqual(['connection_type', 'connection_score', 'specificity_score', 'evidence_score']);
  });

  it('takes a score of 0 for an answer', () => {
    expect(isComplete('go', { connection_type: 'related', connection_score: 0, specificity_score: 0, evidence_score: 0 })).toBe(true);
  });

  it('wants a reason for another confidence', () => {
    const answers = { relationship: 'unclear', basis: 'known', specificity: 'loose', coverage: 'minor' };
    expect(missingFields('wikipathways', { ...answers, confidence: 'low', override_reason: '  ' })).toEqual(['override_reason']);
    expect(missingFields('wikipathways', { ...answers, confidence: 'low', override_reason: 'new data' })).toEqual([]);
  });
});

describe('submissionOf', () => {
  it('sends what belongs to the resource and nothing empty', () => {
    expect(submissionOf(kPathway, { basis: 'known', evidence_score: 3, note: ' ', affiliation: ' RIVM ', connection_type: 'describes', suggestion_score: 0.8 })).toEqual({
      resource: 'wikipathways',
      ke_id: 'KE 1',
      target_id: 'WP1',
      basis: 'known',
      affiliation: 'RIVM',
      suggestion_score: 0.8,
    });
    expect(submissionOf(kTerm, { evidence_score: 0, basis: 'known', connection_type: 'describes' })).toEqual({
      resource: 'go',
      ke_id: 'KE 1',
      target_id: 'GO:0000001',
      evidence_score: 0,
      connection_type: 'describes',
    });
  });

  it('leaves the reason out when the computed confidence stays', () => {
    expect(submissionOf(kPathway, { override_reason: 'once typed' })).not.toHaveProperty('override_reason');
    expect(submissionOf(kPathway, { override_reason: 'r', confidence: 'low' })).toMatchObject({ override_reason: 'r', confidence: 'low' });
  });
});

import { describe, expect, it } from 'vitest';
import { citationBibtex, citationText } from './citation';
import type { Mapping } from './mappings';

const mapping: Mapping = {
  uuid: '0a',
  resource: 'wikipathways',
  keId: 'KE 55',
  keTitle: 'N/A, Cell injury & death',
  targetId: 'WP254',
  targetTitle: 'Apoptosis',
  confidence: 'high',
  level: 'Cellular',
  aops: [],
  connectionType: null,
  direction: null,
  answers: undefined,
  scores: undefined,
  suggestionScore: null,
  proposedBy: 'github:alice',
  approvedBy: 'github:bob',
  approvedAt: '2026-03-01T10:00:00Z',
};

describe('a citation', () => {
  it('names who, when, what and where', () => {
    expect(citationText(mapping, 'https://example.org/mappings/0a')).toBe(
      'alice (GitHub) (2026). Mapping of KE 55 (N/A, Cell injury & death) to WP254 (Apoptosis, WikiPathways). https://example.org/mappings/0a',
    );
  });

  it('says n.d. where no date is known', () => {
    expect(citationText({ ...mapping, approvedAt: null }, 'x')).toContain('(n.d.)');
  });

  it('escapes what TeX would read, and leaves out an unknown year', () => {
    const bibtex = citationBibtex({ ...mapping, approvedAt: null }, 'https://example.org/a_b');
    expect(bibtex).toContain('@misc{kewp-0a,');
    expect(bibtex).toContain('injury \\& death');
    expect(bibtex).toContain('a\\_b');
    expect(bibtex).not.toContain('year');
  });
});

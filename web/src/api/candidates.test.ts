import { describe, expect, it } from 'vitest';
import { candidateOf, plainText, suggestionsOf } from './candidates';

const kExplanation = {
  reason: 'Its meaning is close.',
  signals: [
    { signal: 'gene', available: false, value: 0, contribution: 0, place: null },
    { signal: 'embedding', available: true, value: 0.84, contribution: 0.67, place: 1 },
  ],
  gene_p_value: 0.01,
  matched_words: ['neuro'],
};

describe('candidateOf', () => {
  it('brings the names of all three resources into one form', () => {
    const pathway = candidateOf({ pathwayID: 'WP1', pathwayTitle: 'A', pathwayDescription: 'x', pathwayLink: 'l', pathway_total_genes: 3, small_gene_set: true });
    expect(pathway).toMatchObject({ id: 'WP1', resource: 'wikipathways', title: 'A', description: 'x', link: 'l', geneCount: 3, small: true });
    const term = candidateOf({ go_id: 'GO:0000001', go_name: 'B', go_definition: 'y', quickgo_link: 'q', go_gene_count: 27 });
    expect(term).toMatchObject({ id: 'GO:0000001', resource: 'go', title: 'B', description: 'y', link: 'q', geneCount: 27, small: false });
    const reaction = candidateOf({ reactome_id: 'R-HSA-1', pathway_name: 'C', link: 'r', reactome_pathway_gene_count: null });
    expect(reaction).toMatchObject({ id: 'R-HSA-1', resource: 'reactome', title: 'C', link: 'r', geneCount: null });
  });

  it('has a score for suggestions only', () => {
    expect(candidateOf({ pathwayID: 'WP1', hybrid_score: 0.8, explanation: kExplanation }).score).toBe(0.8);
    expect(candidateOf({ pathwayID: 'WP1', hybrid_score: 0.8 }).score).toBeNull();
  });

  it('tells a signal that says nothing from one that says zero', () => {
    const [gene, meaning] = candidateOf({ pathwayID: 'WP1', explanation: kExplanation }).signals;
    expect(gene).toMatchObject({ label: 'Genes', value: null });
    expect(meaning).toMatchObject({ label: 'Meaning', value: 0.84, contribution: 0.67, place: 1 });
  });

  it('says when directions differ', () => {
    expect(candidateOf({ go_id: 'GO:0000001', direction_alignment: 'mismatch' }).notes).toEqual(['Opposite direction to the Key Event.']);
  });
});

describe('suggestionsOf', () => {
  it('reads the list under either name, with its warnings', () => {
    expect(suggestionsOf({ combined_suggestions: [{ pathwayID: 'WP1' }] }).candidates).toHaveLength(1);
    const other = suggestionsOf({ suggestions: [{ go_id: 'GO:0000001' }], warnings: [{ message: 'no vectors' }], ranking_mode: 'degraded', gene_list: ['TNF'] });
    expect(other.candidates).toHaveLength(1);
    expect(other).toMatchObject({ warnings: ['no vectors'], mode: 'degraded', keyEventGenes: ['TNF'] });
  });
});

describe('plainText', () => {
  it('takes tags out and runs nothing', () => {
    expect(plainText('a &lt; b <b>bold</b><img src=x onerror="window.hit=1">')).toBe('a < b bold');
    expect((window as unknown as { hit?: number }).hit).toBeUndefined();
    expect(plainText('plain')).toBe('plain');
  });
});

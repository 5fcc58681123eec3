import { describe, expect, it } from 'vitest';
import { collectionQuery, downloadAddress, nextSort, readExplore, sortDirection, writeExplore } from './explore_filters';

const read = (text: string) => readExplore(new URLSearchParams(text));

describe('the address of the explore page', () => {
  it('is read, written and read again as the same', () => {
    const text =
      'resource=go&show=gaps&q=cell&ke_id=KE+55&aop_id=12&level=Cellular&confidence_level=high&proposed_by=github%3Aalice&approved_from=2026-01-01&sort=-approved_at&page=3';
    expect(writeExplore(read(text)).toString()).toBe(text);
  });

  it('is empty for what is shown without one', () => {
    expect(writeExplore(read('')).toString()).toBe('');
    expect(read('').resource).toBe('wikipathways');
  });

  it('falls back where a value cannot be', () => {
    const state = read('resource=kegg&page=-2&show=all');
    expect(state).toMatchObject({ resource: 'wikipathways', page: 1, show: 'mappings' });
    expect(read('page=1.5').page).toBe(1);
  });
});

describe('the query of a collection', () => {
  it('has the name of the target that the collection knows', () => {
    expect(collectionQuery(read('resource=go&target_id=go:0006915&sort=-target_id')).toString()).toBe(
      'go_term_id=GO%3A0006915&sort=-go_term_id',
    );
    expect(collectionQuery(read('resource=reactome&target_id=R-HSA-1')).get('reactome_id')).toBe('R-HSA-1');
  });

  it('writes ids in the one form that the API takes', () => {
    expect(collectionQuery(read('ke_id=ke55, 0888')).get('ke_id')).toBe('KE 55,KE 888');
    expect(collectionQuery(read('aop_id=AOP 12')).get('aop_id')).toBe('12');
  });

  it('is the same in a download, without a page', () => {
    expect(downloadAddress(read('confidence_level=high&page=4'), 'csv')).toBe(
      '/api/v1/mappings?confidence_level=high&format=csv',
    );
  });
});

describe('sorting', () => {
  it('starts with the useful direction of a column and then turns', () => {
    expect(nextSort('', 'ke_id')).toBe('ke_id');
    expect(nextSort('ke_id', 'ke_id')).toBe('-ke_id');
    expect(nextSort('', 'approved_at')).toBe('-approved_at');
    expect(nextSort('-approved_at', 'approved_at')).toBe('approved_at');
  });

  it('is told to those who cannot see it', () => {
    expect(sortDirection('-ke_id', 'ke_id')).toBe('descending');
    expect(sortDirection('ke_id', 'ke_id')).toBe('ascending');
    expect(sortDirection('', 'ke_id')).toBe('none');
  });
});

import { describe, expect, it } from 'vitest';
import { anchorOf, readMarkdown } from './markdown';

const around = {
  file: 'guide.md',
  pageOf: (href: string) => (href.startsWith('files.md') ? href.replace('files.md', '/documentation/files') : undefined),
  pictureOf: (href: string) => `picture:${href}`,
};
const read = (text: string) => readMarkdown(`# Guide\n\n${text}`, around).blocks;

describe('a guide', () => {
  it('takes its title from the first heading', () => {
    expect(readMarkdown('# One & *two*\n\nText', around).title).toBe('One & two');
    expect(() => readMarkdown('Text', around)).toThrow('guide.md: expected a heading');
  });

  it('keeps characters that HTML would escape', () => {
    expect(read('a < b & "c" `x<y`')).toEqual([
      { type: 'paragraph', children: ['a < b & "c" ', { type: 'code', text: 'x<y' }] },
    ]);
  });

  it('leads links between guides to their pages and leaves text where there is no page', () => {
    expect(read('[files](files.md#tables) and [code](../src/main.cpp)')).toEqual([
      { type: 'paragraph', children: [{ type: 'link', href: '/documentation/files#tables', children: ['files'] }, ' and ', 'code'] },
    ]);
  });

  it('reads tables, lists in lists and code', () => {
    expect(read('| a | b |\n|---|---|\n| 1 | **2** |')[0]).toEqual({
      type: 'table',
      name: 'Table: Guide',
      head: [['a'], ['b']],
      rows: [[['1'], [{ type: 'strong', children: ['2'] }]]],
    });
    expect(read('- one\n  - two')[0]).toMatchObject({ type: 'list', ordered: false, items: [[{}, { type: 'list' }]] });
    expect(read('    curl x')[0]).toEqual({ type: 'code', text: 'curl x' });
  });

  it('gives each table a name of its own', () => {
    const table = '| a |\n|---|\n| 1 |\n\n';
    const names = read(`${table}text\n\n${table}## Part\n\n${table}`).flatMap((block) => (block.type === 'table' ? [block.name] : []));
    expect(names).toEqual(['Table: Guide', 'Table 2: Guide', 'Table: Part']);
  });

  it('refuses HTML and pictures of other hosts', () => {
    expect(() => read('<script>alert(1)</script>')).toThrow('html is not shown');
    expect(() => read('text <b>bold</b>')).toThrow('html is not shown');
    expect(() => read('![x](https://example.org/x.png)')).toThrow('another host');
  });

  it('has the anchors that code hosts make', () => {
    expect(anchorOf('Gene sets (GMT)')).toBe('gene-sets-gmt');
    expect(anchorOf('RDF: Turtle and JSON-LD')).toBe('rdf-turtle-and-json-ld');
  });
});

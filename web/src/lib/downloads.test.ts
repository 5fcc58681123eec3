import { describe, expect, it } from 'vitest';
import { factsOf, fileAddress, kArchive, previewLines, wholeFiles } from './downloads';

describe('files', () => {
  it('are those that the server lists, packed ones without a preview', () => {
    const files = wholeFiles({
      available_formats: ['csv', 'parquet'],
      format_details: {
        csv: { description: 'a table', content_type: 'text/csv; charset=utf-8' },
        parquet: { description: 'columns', content_type: 'application/vnd.apache.parquet' },
      },
    });
    expect(files.map((file) => [file.path, file.title, file.readable])).toEqual([
      ['/export/csv', 'CSV', true],
      ['/export/parquet', 'Parquet', false],
    ]);
  });

  it('are asked for with a threshold where one is chosen', () => {
    expect(fileAddress('/export/csv', 'all')).toBe('/export/csv');
    expect(fileAddress('/export/csv', 'high')).toBe('/export/csv?min_confidence=high');
    expect(fileAddress(kArchive.path, 'high')).toBe(kArchive.path);
  });

  it('say size, name and revision in their head', () => {
    const headers = new Headers({
      'Content-Length': '1200',
      'Content-Encoding': 'br',
      'Content-Disposition': 'attachment; filename="KE-WP_2026-05-14_All.gmt"',
      ETag: 'W/"0123456789abcdef"',
    });
    expect(factsOf(headers)).toEqual({ bytes: 1200, packed: true, name: 'KE-WP_2026-05-14_All.gmt', revision: '0123456789ab' });
    expect(factsOf(new Headers())).toEqual({ bytes: undefined, packed: false, name: undefined, revision: undefined });
  });
});

describe('a preview', () => {
  it('leaves out a line whose end is not here', () => {
    expect(previewLines('a\nb\nc', false)).toBe('a\nb\n…');
    expect(previewLines('a\nb\n', true)).toBe('a\nb');
  });

  it('cuts long lines and many lines', () => {
    expect(previewLines('abcdef\nb\nc\nd', true, 2, 4)).toBe('abcd…\nb\n…');
  });
});

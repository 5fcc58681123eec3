import { expect, it } from 'vitest';
import { csvText } from './download';

it('csvText quotes what would break a line or a column', () => {
  expect(
    csvText([
      ['id', 'title'],
      [1, 'a, "b"\nc'],
    ]),
  ).toBe('id,title\r\n1,"a, ""b""\nc"\r\n');
});

import { expect, it } from 'vitest';
import { parseAops, parseState, writeState } from './explorerState';

it('reads ids in either spelling and drops what is none', () => {
  expect(parseAops('1,AOP 12,aop:1,x,')).toEqual(['AOP 1', 'AOP 12']);
  expect(parseAops('all')).toBe('all');
  expect(parseAops(null)).toEqual([]);
});

it('writes what it reads', () => {
  for (const text of ['', 'aop=1%2C12&ke=55&view=table&gaps=1&q=liver+x&status=Under+Review&order=least', 'aop=all']) {
    expect(writeState(parseState(new URLSearchParams(text))).toString()).toBe(text);
  }
});

import { describe, expect, it } from 'vitest';
import { aopRows, heat, levelRows, monthRows, nextMonth, niceStep, type Statistics } from './series';

const one = { wikipathways: 1, go: 0, reactome: 2 };

describe('monthRows', () => {
  it('fills months without mappings and adds up', () => {
    const rows = monthRows([
      { month: '2025-11', mappings: one },
      { month: '2026-01', mappings: one },
    ]);
    expect(rows.map((row) => row.month)).toEqual(['2025-11', '2025-12', '2026-01']);
    expect(rows[1]).toEqual({ month: '2025-12', added: { wikipathways: 0, go: 0, reactome: 0 }, sum: one });
    expect(rows[2]?.sum).toEqual({ wikipathways: 2, go: 0, reactome: 4 });
    expect(monthRows([])).toEqual([]);
    expect(nextMonth('2026-12')).toBe('2027-01');
  });
});

describe('niceStep', () => {
  it('is one of 1, 2, 5 and their tens', () => {
    expect([0, 3, 7, 23, 48, 260, 1000].map((highest) => niceStep(highest))).toEqual([1, 1, 2, 5, 10, 100, 200]);
  });
});

describe('heat', () => {
  it('keeps nothing and everything apart from nearly so', () => {
    expect([heat(0, 9), heat(1, 90), heat(5, 10), heat(89, 90), heat(90, 90), heat(0, 0)]).toEqual([0, 1, 2, 3, 4, 0]);
  });
});

describe('levelRows', () => {
  it('goes from molecules to populations, unknown ones last', () => {
    const rows = ['Population', null, 'Molecular', 'Organ'].map((level) => ({ level }) as Statistics['by_level'][number]);
    expect(levelRows(rows).map((row) => row.level)).toEqual(['Molecular', 'Organ', 'Population', null]);
  });
});

describe('aopRows', () => {
  const aop = (id: number, any: number, key_events: number) =>
    ({ aop_id: `AOP ${id}`, title: 'Liver', key_events, mapped_key_events: { any } }) as Statistics['by_aop'][number];
  const aops = [aop(1, 1, 4), aop(2, 0, 3), aop(3, 3, 3)];
  const ids = (rows: Statistics['by_aop']) => rows.map((row) => row.aop_id);

  it('orders by share and size, and finds words', () => {
    expect(ids(aopRows(aops, '', 'least'))).toEqual(['AOP 2', 'AOP 1', 'AOP 3']);
    expect(ids(aopRows(aops, '', 'most'))).toEqual(['AOP 3', 'AOP 1', 'AOP 2']);
    expect(ids(aopRows(aops, '', 'size'))).toEqual(['AOP 1', 'AOP 2', 'AOP 3']);
    expect(ids(aopRows(aops, 'liver 2', 'number'))).toEqual(['AOP 2']);
  });
});

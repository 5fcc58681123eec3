import type { Schemas } from '@/api/client';
import type { Resource } from '@/lib/resources';

export type Statistics = Schemas['Statistics'];
export type Numbers = Schemas['ByResource'];

export const kResources: readonly Resource[] = ['wikipathways', 'go', 'reactome'];

export function total(numbers: Numbers): number {
  return numbers.wikipathways + numbers.go + numbers.reactome;
}

function plus(a: Numbers, b: Numbers): Numbers {
  return { wikipathways: a.wikipathways + b.wikipathways, go: a.go + b.go, reactome: a.reactome + b.reactome };
}

/** The month after `2026-12` is `2027-01`. */
export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

export interface MonthRow {
  month: string;
  added: Numbers;
  /** Up to the end of the month. */
  sum: Numbers;
}

const kNone: Numbers = { wikipathways: 0, go: 0, reactome: 0 };
/** A century: more is a mistake in the data, not a time line. */
const kMostMonths = 1200;

/** Every month from the first to the last one, those without mappings too, with the sums so far. */
export function monthRows(months: Statistics['by_month']): MonthRow[] {
  const added = new Map(months.map((row) => [row.month, row.mappings]));
  const first = months[0]?.month;
  const last = months.at(-1)?.month;
  const rows: MonthRow[] = [];
  let sum = kNone;
  for (let month = first; month !== undefined && last !== undefined && month <= last && rows.length < kMostMonths; month = nextMonth(month)) {
    sum = plus(sum, added.get(month) ?? kNone);
    rows.push({ month, added: added.get(month) ?? kNone, sum });
  }
  return rows;
}

/** A step of 1, 2 or 5 times a power of ten, so that at most `most` lines reach `highest`. */
export function niceStep(highest: number, most = 5): number {
  const rough = Math.max(highest / most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

/** 0 to 4: none, up to a quarter, …, and 4 for everything: full is only what is full, empty only what is empty. */
export function heat(part: number, whole: number): 0 | 1 | 2 | 3 | 4 {
  if (whole === 0 || part === 0) {
    return 0;
  }
  const share = part / whole;
  return share >= 1 ? 4 : share > 0.66 ? 3 : share > 0.33 ? 2 : 1;
}

const kLevelOrder = ['Molecular', 'Cellular', 'Tissue', 'Organ', 'Individual', 'Population'];

/** From the smallest level to the largest; what is not known comes last. */
export function levelRows(levels: Statistics['by_level']): Statistics['by_level'] {
  const rank = (level: string | null) => (level === null ? 99 : (kLevelOrder.indexOf(level) + 50) % 50);
  return [...levels].sort((a, b) => rank(a.level) - rank(b.level));
}

export type AopOrder = 'least' | 'most' | 'number' | 'size';

/** AOPs that have words, in an order. */
export function aopRows(aops: Statistics['by_aop'], words: string, order: AopOrder): Statistics['by_aop'] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = aops.filter((aop) => wanted.every((word) => `${aop.aop_id} ${aop.title}`.toLowerCase().includes(word)));
  const share = (aop: Statistics['by_aop'][number]) => (aop.key_events === 0 ? 0 : aop.mapped_key_events.any / aop.key_events);
  const compare = {
    number: () => 0,
    size: (a, b) => b.key_events - a.key_events,
    most: (a, b) => share(b) - share(a) || b.key_events - a.key_events,
    least: (a, b) => share(a) - share(b) || b.key_events - a.key_events,
  } satisfies Record<AopOrder, (a: Statistics['by_aop'][number], b: Statistics['by_aop'][number]) => number>;
  return [...found].sort(compare[order]);
}

const kNumbers = new Intl.NumberFormat('en-GB');
const kDates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const kTimes = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** 1234 → `1,234`. */
export function formatNumber(number: number): string {
  return kNumbers.format(number);
}

/** An instant of the server as a day, in the zone of the reader; the text itself when it is none. */
export function formatDay(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : kDates.format(date);
}

/** The same with the time of day. */
export function formatTime(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : kTimes.format(date);
}

/** `1 gene`, `2 genes`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

import { expect, it } from 'vitest';
import { ageOf, bytesText, durationText } from './health';

it('sizes are read at a glance', () => {
  expect([0, 1023, 1536, 5_000_000, 300 * 1024 * 1024].map(bytesText)).toEqual(['0 B', '1023 B', '1.5 KiB', '4.8 MiB', '300 MiB']);
});

it('durations have the two units that count', () => {
  expect([0, 59, 125, 3600, 273_600].map(durationText)).toEqual(['0 s', '59 s', '2 min 5 s', '1 h', '3 d 4 h']);
  expect(ageOf('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:01:00Z'))).toBe('1 min');
});

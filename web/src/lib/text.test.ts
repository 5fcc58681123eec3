import { describe, expect, it } from 'vitest';
import { formatBytes, shortened } from './text';

describe('long text', () => {
  it('is cut after a whole word and says so', () => {
    expect(shortened('Binding of a ligand, to the receptor', 22)).toBe('Binding of a ligand…');
    expect(shortened('short', 22)).toBe('short');
  });

  it('is cut inside a word that fills it', () => {
    expect(shortened('a'.repeat(30), 10)).toBe(`${'a'.repeat(10)}…`);
  });
});

describe('sizes', () => {
  it('are in units that people read', () => {
    expect(formatBytes(0)).toBe('0 bytes');
    expect(formatBytes(999)).toBe('999 bytes');
    expect(formatBytes(1536)).toBe('1.5 KB');
    expect(formatBytes(2_345_678)).toBe('2.3 MB');
    expect(formatBytes(234_000_000)).toBe('234 MB');
  });
});

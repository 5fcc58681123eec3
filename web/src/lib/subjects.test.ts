import { describe, expect, it } from 'vitest';
import { keyEventId, pathOfId, resourceOf } from './subjects';

describe('ids', () => {
  it('knows the resource of a target by the form of its id', () => {
    expect(resourceOf('WP254')).toBe('wikipathways');
    expect(resourceOf('GO:0006915')).toBe('go');
    expect(resourceOf('R-HSA-109581')).toBe('reactome');
    expect(resourceOf('GO:6915')).toBeUndefined();
  });

  it('reads a Key Event in each spelling that an address may have', () => {
    for (const text of ['888', 'KE 888', 'KE888', 'ke_888', ' KE:0888 ']) {
      expect(keyEventId(text)).toBe('KE 888');
    }
    expect(keyEventId('KE eight')).toBeUndefined();
  });

  it('leads from an identifier to its page, and from words nowhere', () => {
    expect(pathOfId('ke 12')).toBe('/ke/12');
    expect(pathOfId('wp254')).toBe('/pathways/WP254');
    expect(pathOfId('go:0006915')).toBe('/pathways/GO:0006915');
    expect(pathOfId('AF3EC1F0-0000-4000-8000-00000000000A')).toBe('/mappings/af3ec1f0-0000-4000-8000-00000000000a');
    expect(pathOfId('12')).toBeUndefined();
    expect(pathOfId('cell death')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { ownPath, providerAddress } from './session';

describe('ownPath', () => {
  it('goes to paths of this site only', () => {
    expect(ownPath('/ke/55?resource=go')).toBe('/ke/55?resource=go');
    for (const foreign of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/a b', 'mapper']) {
      expect(ownPath(foreign)).toBe('/');
    }
  });
});

describe('providerAddress', () => {
  it('brings the whole address back', () => {
    expect(providerAddress('/login/github', '/mapper?ke=KE 1&x=2')).toBe('/login/github?next=%2Fmapper%3Fke%3DKE%201%26x%3D2');
  });
});

import { describe, expect, it } from 'vitest';
import { browserName } from './YourData';

describe('browserName', () => {
  it('names browser and system as people do', () => {
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
    expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge on Windows');
    expect(browserName('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605.1')).toBe('Safari on a Mac');
    expect(browserName('curl/8.0')).toBe('curl/8.0');
    expect(browserName('')).toBe('An unknown program');
  });
});

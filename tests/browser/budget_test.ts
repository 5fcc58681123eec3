import { expect, test } from './fixtures.js';

// As Lighthouse's mobile profile: a slow fourth-generation line and a processor of a quarter of the speed.
const kLine = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const kSlowdown = 4;
const kPages = ['/', '/mapper', '/explore', '/ke/55', '/downloads'];

for (const path of kPages) {
  test(`${path} stays within its budget of bytes and requests on a slow profile`, async ({ page }) => {
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Network.enable');
    await protocol.send('Network.emulateNetworkConditions', kLine);
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: kSlowdown });
    const kinds = new Map<string, string>();
    const bytes = { script: 0, all: 0 };
    let requests = 0;
    protocol.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      requests += 1;
      bytes.all += encodedDataLength;
      bytes.script += kinds.get(requestId) === 'Script' ? encodedDataLength : 0;
    });
    const started = Date.now();
    await page.goto(path, { waitUntil: 'commit' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const heading = Date.now() - started;
    if (path === '/') {
      await page.getByRole('main').getByRole('link', { name: 'Map a Key Event' }).click({ trial: true });
    }
    const usable = Date.now() - started;
    await page.waitForLoadState('networkidle');
    console.log(
      `${path}: heading ${heading} ms, usable ${usable} ms, ${requests} requests, ` +
        `${(bytes.script / 1000).toFixed(1)} KB of scripts, ${(bytes.all / 1000).toFixed(1)} KB in all`,
    );
    expect(requests).toBeGreaterThan(3);
    expect(bytes.script, 'bytes of JavaScript as they travel').toBeLessThan(150_000);
    expect(bytes.all, 'bytes in all').toBeLessThan(200_000);
    expect(requests).toBeLessThanOrEqual(path === '/downloads' ? 50 : 25); // each file of /downloads is asked for its size
  });
}

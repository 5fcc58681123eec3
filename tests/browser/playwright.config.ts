import { defineConfig } from '@playwright/test';

/** Debian's chromium; nothing is downloaded. */
const chromium = process.env['KEWP_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '*_test.ts',
  outputDir: process.env['KEWP_BROWSER_OUTPUT'] ?? '../../build/browser',
  reporter: [['list']],
  workers: 1, // a server of its own for each file, on two cores
  timeout: 60_000,
  retries: 1, // with a fresh server; a test that passed only then is listed as flaky
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1200, height: 900 },
    screenshot: 'only-on-failure', // no trace: recording one keeps newer Chromium from drawing frames
    launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
  },
});

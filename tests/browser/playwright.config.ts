import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

/** Debian's chromium; nothing is downloaded. */
const chromium = process.env['KEWP_CHROMIUM'] ?? '/usr/bin/chromium';

const files = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => name.endsWith('_test.ts'));

export default defineConfig({
  testDir: '.',
  outputDir: process.env['KEWP_BROWSER_OUTPUT'] ?? '../../build/browser',
  reporter: [['list']],
  workers: 1, // two cores
  // A worker is handed on from file to file within a project, and the server with it, whatever the last one proposed there.
  projects: files.map((name) => ({ name: name.replace('_test.ts', ''), testMatch: name })),
  timeout: 60_000,
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

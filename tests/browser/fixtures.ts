import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { Server } from './server.js';

/** `server`: one for all tests of a file. Pages start at its address, and whatever they ask of another host fails the test. */
export const test = base.extend<{ guarded: void }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  guarded: [
    async ({ context, server }, use) => {
      const foreign: string[] = [];
      const broken: string[] = [];
      context.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) {
          foreign.push(request.url());
        }
      });
      context.on('console', (message) => {
        if (/content security policy/i.test(message.text())) {
          broken.push(message.text());
        }
      });
      context.on('weberror', (error) => broken.push(String(error.error())));
      await use();
      expect(foreign, 'requests to other hosts').toEqual([]);
      expect(broken, 'errors in the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Fails with each violation of WCAG 2.2 AA that axe finds on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const result = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = result.violations.map(
    (violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(found).toEqual([]);
}

/** Signs in to the demo by the page, as a person does. */
export async function signIn(page: Page, who: 'curator' | 'admin' = 'curator', next = '/'): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`);
  await page.getByRole('button', { name: `Demo ${who}` }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

import { expect, expectAccessible, signIn, test as base } from './fixtures.js';
import { Server } from './server.js';

/** A server whose way to the outside ends at a port where nobody listens. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const nowhere = 'http://127.0.0.1:9';
      const server = await Server.start({ environment: { https_proxy: nowhere, http_proxy: nowhere, no_proxy: '' } });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

test('where a drawing cannot be had, a link is left and the rest of the card stays', async ({ page }) => {
  await page.goto('/mapper?ke=KE+55');
  const card = page.getByRole('article').first();
  await card.getByText('Description and genes').click();
  await expect(card.getByRole('link', { name: /The drawing cannot be reached now/ })).toBeVisible();
  await expect(card.getByRole('img', { name: /^Drawing/ })).toHaveCount(0);
  await expect(card.getByRole('heading', { name: 'Genes side by side' })).toBeVisible();
  await expectAccessible(page);
});

test('every page works while nothing outside can be reached', async ({ page }) => {
  await signIn(page, 'admin');
  for (const path of ['/', '/mapper?ke=KE+55', '/explore', '/aop-explorer', '/ke/55', '/pathways/WP254', '/stats', '/downloads', '/me', '/admin/exports', '/admin/health']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main .skeleton')).toHaveCount(0);
    await expect(page.locator('main .state.error')).toHaveCount(0);
  }
});

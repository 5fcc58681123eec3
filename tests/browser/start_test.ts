import { expect, expectAccessible, test } from './fixtures.js';

test('the start page says what this is, counts, and is accessible in both colour schemes', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Key Events', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('approved mappings').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Map a Key Event' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});

test('every page says that this is the demo', async ({ page }) => {
  for (const path of ['/', '/login', '/no/such/page']) {
    await page.goto(path);
    await expect(page.getByText('nothing here is real curation')).toBeVisible();
  }
});

test('an unknown address is answered with 404 and a page that leads on', async ({ page }) => {
  const answer = await page.goto('/no/such/page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expectAccessible(page);
});

test('files with a hash in their name are kept for a year, the start file is asked for each time', async ({ page, request }) => {
  const files: string[] = [];
  page.on('request', (one) => files.push(one.url()));
  const start = await page.goto('/');
  expect(start?.headers()['cache-control']).toBe('no-cache');
  expect(start?.headers()['etag']).toBeTruthy();
  const script = files.find((file) => file.endsWith('.js'));
  expect(script).toBeDefined();
  const answer = await request.get(script ?? '', { headers: { 'Accept-Encoding': 'br' } });
  expect(answer.headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(answer.headers()['content-encoding']).toBe('br');
});

test('the skip link is the first stop and leads to the content', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('the start page fits a screen of 360 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  await expect(page.getByText('approved mappings').first()).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

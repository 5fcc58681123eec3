import { expect, expectAccessible, test } from './fixtures.js';

test('downloads show size, name and revision, and the first lines', async ({ page }) => {
  await page.goto('/downloads');
  const row = page.getByRole('listitem').filter({ hasText: 'One table of all mappings, comma-separated' });
  await expect(row).toContainText(/\d (bytes|KB)/);
  await expect(row).toContainText(/ke_mappings_r\d+\.csv/);
  await expect(row).toContainText('revision');
  await row.getByRole('button', { name: /Preview/ }).click();
  await expect(row.getByRole('region')).toContainText('uuid,resource,ke_id');
  const download = page.waitForEvent('download');
  await row.getByRole('link', { name: 'Download CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^ke_mappings_r\d+\.csv$/);
});

test('a threshold of confidence holds for every file and stays in the address', async ({ page }) => {
  await page.goto('/downloads');
  await page.getByLabel('Which mappings').selectOption('high');
  await expect(page).toHaveURL(/min_confidence=high/);
  await expect(page.getByRole('link', { name: 'Download CSV' })).toHaveAttribute('href', '/export/csv?min_confidence=high');
  await expect(page.getByText(/All gene sets|-wp_.*High\.gmt|KE-WP_.*High\.gmt/).first()).toBeVisible();
});

test('guides are pages with anchors, tables and links to each other', async ({ page }) => {
  await page.goto('/documentation');
  await page.getByRole('link', { name: 'Guide for curators' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guide for curators' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'causative' })).toBeVisible();
  await page.goto('/documentation/files#sssom');
  await expect(page.getByRole('heading', { name: 'SSSOM' })).toBeInViewport();
  await page.goto('/documentation/about');
  await page.getByRole('link', { name: 'how suggestions are ranked' }).click();
  await expect(page).toHaveURL(/\/documentation\/ranking$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto('/documentation/nothing');
  await expect(page.getByText('There is no guide called “nothing”.')).toBeVisible();
});

test('the page on data protection names the cookies that are really set', async ({ page, context }) => {
  await page.goto('/privacy');
  expect(await context.cookies()).toEqual([]);
  await page.goto('/login?next=/privacy');
  await page.getByRole('button', { name: 'Demo curator' }).click();
  await expect(page.getByRole('link', { name: 'your page' })).toBeVisible();
  const named = await page.getByRole('table', { name: 'Cookies' }).textContent();
  for (const cookie of await context.cookies()) {
    expect(named).toContain(cookie.name.replace('__Host-', ''));
  }
});

for (const [scheme, width] of [
  ['light', 1200],
  ['dark', 360],
] as const) {
  test(`pages to read are accessible and fit, ${scheme} at ${width} pixels`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/downloads', '/documentation', '/documentation/curator', '/documentation/files', '/privacy']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, path).toBe(0);
    }
  });
}

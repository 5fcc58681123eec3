import { expect, expectAccessible, test } from './fixtures.js';

interface Numbers {
  wikipathways: number;
  go: number;
  reactome: number;
}

test('the statistics say what the API says, with a table behind each chart', async ({ page, request }) => {
  const stats = (await (await request.get('/api/stats')).json()) as { total: { mappings: Numbers }; by_confidence: { confidence: string; mappings: Numbers }[] };
  const { wikipathways, go, reactome } = stats.total.mappings;
  await page.goto('/stats');
  await expect(page.locator('.stats-totals dd').first()).toHaveText(String(wikipathways + go + reactome));
  await page.getByText('By confidence as a table').click();
  const high = stats.by_confidence.find(({ confidence }) => confidence === 'high')?.mappings;
  const row = page.getByRole('region', { name: 'By confidence' }).getByRole('row', { name: /high/ });
  await expect(row.getByRole('cell').first()).toHaveText(String(high?.wikipathways));
  await expect(row.getByRole('link').first()).toHaveAttribute('href', '/explore?resource=wikipathways&confidence_level=high');
  await expect(page.getByText('Mappings over time as a table')).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});

test('the map of coverage is searched, ordered, and leads to the gaps', async ({ page }) => {
  await page.goto('/stats?order=least');
  const map = page.getByRole('region', { name: 'Coverage of each AOP' });
  await expect(map.getByRole('row').nth(1)).toContainText('0 %');
  await page.getByLabel('Find an AOP').fill('steatosis');
  await expect(page).toHaveURL(/aop=steatosis/);
  await expect(map.getByRole('row').nth(1)).toContainText(/steatosis/i);
  await expect(map.locator('.heat-0 a').first()).toHaveAttribute('href', /aop_id=\d+&show=gaps/);
});

test('the statistics fit a screen of 360 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/stats');
  await expect(page.locator('.stats-time')).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

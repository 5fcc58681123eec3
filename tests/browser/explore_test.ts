import { readFileSync } from 'node:fs';
import { expect, expectAccessible, signIn, test } from './fixtures.js';

test('mappings are listed in three tabs, and the address keeps what is seen', async ({ page }) => {
  await page.goto('/explore');
  await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('tab', { name: 'Gene Ontology' }).click();
  await expect(page).toHaveURL(/resource=go/);
  await expect(page.getByRole('link', { name: 'GO:0006979', exact: true })).toBeVisible();
  await page.getByText('More filters').click();
  await page.getByLabel('Confidence').selectOption('high');
  await expect(page).toHaveURL(/confidence_level=high/);
  await page.getByLabel('Biological level').selectOption('Molecular');
  const rows = page.getByRole('rowgroup').last().getByRole('row');
  await expect(page.getByText('with these filters')).toBeVisible();
  await expect(rows.filter({ hasNotText: 'Molecular' })).toHaveCount(0); // those of the filters before are shown until then
  const seen = await rows.count();
  expect(seen).toBeGreaterThan(0);
  await page.reload();
  await expect(rows).toHaveCount(seen);
  await page.getByRole('button', { name: 'Take off all' }).click();
  await expect(rows).not.toHaveCount(seen);
  await page.goBack();
  await expect(rows).toHaveCount(seen);
});

test('columns sort by the server, and say so', async ({ page }) => {
  await page.goto('/explore');
  const header = page.getByRole('columnheader', { name: 'Key Event' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  const numbers = async () =>
    (await page.locator('tbody .mt-subject:first-child .id').allTextContents()).map((id) => Number(id.replace('KE ', '')));
  await expect.poll(async () => JSON.stringify(await numbers())).toBe(JSON.stringify((await numbers()).sort((a, b) => a - b)));
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => (await numbers())[0]).toBe(1634);
});

test('what is downloaded is what is seen', async ({ page }) => {
  await page.goto('/explore?confidence_level=medium&q=inflam');
  const total = Number(await page.locator('.explore-head b').textContent());
  expect(total).toBeGreaterThan(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const path = await (await download).path();
  const lines = readFileSync(path, 'utf8').trim().split('\r\n');
  expect(lines.length - 1).toBe(total);
  for (const line of lines.slice(1)) {
    expect(line.toLowerCase()).toContain('inflam');
    expect(line).toContain('medium');
  }
});

test('Key Events without a mapping lead to the mapper', async ({ page }) => {
  await page.goto('/explore?show=gaps&resource=reactome');
  await expect(page.getByText(/Key Events have no mapping to Reactome/)).toBeVisible();
  const first = page.getByRole('link', { name: /^Map KE/ }).first();
  await expect(first).toHaveAttribute('href', /\/mapper\?ke=KE\+\d+&kind=reactome/);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByText('Page 2 of')).toBeVisible();
});

test('an empty list says what to do, a server that fails offers to try again', async ({ page }) => {
  await page.goto('/explore?q=nothing+like+this');
  await expect(page.getByText('No mapping passes all of these filters.')).toBeVisible();
  await expectAccessible(page);
  await page.route('**/api/v1/mappings?*', (route) => route.fulfill({ status: 400, json: { error: 'sort: not known' } }));
  await page.goto('/explore?sort=nonsense');
  await expect(page.getByRole('alert')).toContainText('sort: not known');
  await page.unroute('**/api/v1/mappings?*');
  await page.goto('/explore?page=99');
  await expect(page.getByText('There is no such page of the list.')).toBeVisible();
});

test('the search field of the header is a key away and leads to results or straight to a page', async ({ page }) => {
  await page.goto('/explore');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  const field = page.getByLabel('Search Key Events, targets and mappings');
  await expect(field).toBeFocused();
  await page.keyboard.type('oxidative stress');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=oxidative%20stress/);
  await expect(page.getByRole('link', { name: /KE 1392/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /GO:0006979/ }).first()).toBeVisible();
  await expect(page.getByRole('table', { name: /Mappings with/ })).toBeVisible();
  await expectAccessible(page);
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await page.keyboard.type('wp254');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pathways\/WP254$/);
});

test('programs that search get JSON from the same address', async ({ request }) => {
  const answer = await request.get('/search?q=oxidative', { headers: { Accept: '*/*' } });
  expect(answer.headers()['content-type']).toContain('application/json');
  const page = await request.get('/search?q=oxidative', { headers: { Accept: 'text/html' } });
  expect(page.headers()['content-type']).toContain('text/html');
});

for (const [scheme, width] of [
  ['light', 1200],
  ['dark', 360],
] as const) {
  test(`explore is accessible and fits, ${scheme} at ${width} pixels`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/explore?confidence_level=high&level=Cellular', '/explore?show=gaps&resource=go', '/search?q=fibrosis']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, path).toBe(0);
    }
  });
}

test('a curator is a filter', async ({ page }) => {
  await signIn(page, 'curator', '/explore');
  await page.getByText('More filters').click();
  await page.getByLabel('Curator').selectOption('demo:guest-workshop');
  await expect(page).toHaveURL(/proposed_by=demo%3Aguest-workshop/);
  const curators = page.locator('tbody .mt-curator');
  await expect(curators.first()).toHaveText('guest-workshop (demo)');
  for (const text of await curators.allTextContents()) {
    expect(text).toBe('guest-workshop (demo)');
  }
});

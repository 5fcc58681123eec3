import { expect, expectAccessible, test } from './fixtures.js';

test('the page of the API lists every operation and is accessible in both colour schemes', async ({ page, request }) => {
  const spec = (await (await request.get('/api/v1/openapi.json')).json()) as { paths: Record<string, unknown> };
  await page.goto('/api/docs');
  await expect(page.getByRole('heading', { name: 'API', level: 1 })).toBeVisible();
  for (const path of Object.keys(spec.paths)) {
    await expect(page.getByText(path, { exact: true }).first()).toBeAttached();
  }
  await page.getByText('/api/v1/mappings', { exact: true }).click();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});

test('a request can be tried, and shows the command, the status and the answer', async ({ page }) => {
  await page.goto('/api/docs#listMappings');
  const operation = page.locator('#listMappings');
  await operation.getByLabel('per_page').fill('2');
  await operation.getByLabel('confidence_level').selectOption('high');
  await operation.getByRole('button', { name: 'Send' }).click();
  await expect(operation.getByText('confidence_level=high&per_page=2')).toBeVisible();
  await expect(operation.locator('.status')).toHaveText('200');
  await expect(operation.getByText('"confidence_level": "high"')).toBeVisible();
  await operation.getByLabel('since').fill('yesterday');
  await operation.getByRole('button', { name: 'Send' }).click();
  await expect(operation.locator('.status')).toHaveText('400');
  await expect(operation.getByText("'yesterday' is not a time").first()).toBeVisible();
});

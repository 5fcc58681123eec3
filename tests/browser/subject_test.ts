import type { APIRequestContext } from '@playwright/test';
import { expect, expectAccessible, signIn, test } from './fixtures.js';

interface Row {
  uuid: string;
  ke_id: string;
}

async function mappingOf(request: APIRequestContext, keyEvent: string, target?: string): Promise<string> {
  const answer = await request.get('/api/v1/mappings', { params: { ke_id: keyEvent, ...(target === undefined ? {} : { q: target }) } });
  const { data } = (await answer.json()) as { data: Row[] };
  const uuid = data[0]?.uuid;
  if (uuid === undefined) {
    throw new Error(`the demo has no mapping of ${keyEvent}`);
  }
  return uuid;
}

test('the page of a Key Event shows what is known and mapped, and leads on', async ({ page }) => {
  await page.goto('/ke/55');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Increase, Cell injury/death');
  await expect(page.getByRole('link', { name: 'WP254', exact: true })).toBeVisible();
  await expect(page.getByText('Nothing approved yet.').first()).toBeVisible();
  await expect(page.getByText('Directly before it')).toBeVisible();
  await expect(page.getByText('8 genes, by HGNC symbol.')).toBeVisible();
  await page.getByRole('link', { name: 'KE 177' }).click();
  await expect(page).toHaveURL(/\/ke\/177$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Mitochondrial dysfunction');
});

test('an unknown Key Event is answered with 404 and a page that says so', async ({ page }) => {
  const answer = await page.goto('/ke/999999');
  expect(answer?.status()).toBe(404);
  await expect(page.getByText('is not among the Key Events of the loaded AOP-Wiki release')).toBeVisible();
});

test('unknown targets and addresses that nothing can have are answered with 404 and a page that says so', async ({ page }) => {
  for (const [path, text] of [
    ['/pathways/WP999999', 'is not among the targets of the loaded WikiPathways release'],
    ['/pathways/liver', 'is no id of a pathway or term'],
    ['/ke/liver', 'is not among the Key Events of the loaded AOP-Wiki release'],
    ['/mappings/none', 'There is no mapping'],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText(text).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('targets of all three resources have a page', async ({ page }) => {
  for (const [id, text] of [
    ['WP254', 'WikiPathways pathway'],
    ['GO:0006954', 'GO biological process'],
    ['R-HSA-209968', 'Reactome pathway'],
  ] as const) {
    await page.goto(`/pathways/${id}`);
    await expect(page.getByText(text)).toBeVisible();
    await expect(page.getByRole('table', { name: `Mappings to ${id}` })).toBeVisible();
    await expect(page.getByText(/genes, by HGNC symbol/)).toBeVisible();
  }
  await page.goto('/pathways/GO:0006954');
  await page.getByRole('link', { name: 'defense response' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('defense response');
});

test('the page of a mapping shows its answers, genes, ranking, history and citation', async ({ page, request }) => {
  await page.goto(`/mappings/${await mappingOf(request, 'KE 55', 'WP254')}`);
  await expect(page.getByText('Responsive')).toBeVisible();
  await expect(page.getByText('3 common genes: 38 % of KE 55, 3 % of WP254.')).toBeVisible();
  await expect(page.getByText(/It was suggested with a score of 0\.44/)).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Meaning' })).toBeVisible();
  await expect(page.getByText('approved it')).toBeVisible();
  await expect(page.locator('.cite-text')).toContainText('Mapping of KE 55 (Increase, Cell injury/death) to WP254');
  await page.getByRole('button', { name: 'As BibTeX' }).click();
  await expect(page.locator('.cite-text')).toContainText('@misc{kewp-');
});

test('a curator proposes a change by keyboard, after signing in on the way', async ({ page, request }) => {
  await page.goto(`/mappings/${await mappingOf(request, 'KE 279')}`);
  await page.getByRole('button', { name: 'Propose a change' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Propose a change' });
  await dialog.getByLabel('Reason').fill('A newer study shows the whole mechanism.');
  await dialog.getByRole('button', { name: 'Send to review' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Change at least one answer');
  await dialog.getByRole('radio', { name: /Known/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /Likely/ })).toBeChecked();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Send to review' }).press('Enter');
  const asked = page.getByRole('dialog', { name: 'Sign in to go on' });
  await asked.getByRole('button', { name: 'Demo curator' }).press('Enter');
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
  await expect(page.getByText('One proposal to change or withdraw it waits for review.')).toBeVisible();
});

test('a withdrawn mapping answers 410 with a page that keeps its history', async ({ page, request }) => {
  const uuid = await mappingOf(request, 'KE 896');
  await signIn(page, 'admin');
  const session = (await (await page.request.get('/api/session')).json()) as { csrf_token: string };
  const done = await page.request.post(`/api/admin/mappings/${uuid}/withdraw`, {
    headers: { 'X-CSRF-Token': session.csrf_token, Origin: new URL(page.url()).origin },
    data: { reason: 'The pathway was merged into another.' },
  });
  expect(done.status()).toBe(200);
  const answer = await page.goto(`/mappings/${uuid}`);
  expect(answer?.status()).toBe(410);
  await expect(page.getByText('The pathway was merged into another.').first()).toBeVisible();
  await expect(page.getByText('withdrew it')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Propose a change' })).toHaveCount(0);
  await expectAccessible(page);
});

test('a mapping prints without what is only for the screen', async ({ page, request }) => {
  await page.goto(`/mappings/${await mappingOf(request, 'KE 188')}`);
  await expect(page.getByText('approved it')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByText('Should it be otherwise?')).toBeHidden();
  await expect(page.locator('.cite-text')).toBeVisible();
});

for (const [scheme, width] of [
  ['light', 1200],
  ['dark', 360],
] as const) {
  test(`pages of things are accessible and fit, ${scheme} at ${width} pixels`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/ke/55', '/pathways/WP254', '/pathways/GO:0006954', `/mappings/${await mappingOf(request, 'KE 55')}`]) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, path).toBe(0);
    }
  });
}

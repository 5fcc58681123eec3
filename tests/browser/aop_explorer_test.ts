import { readFileSync } from 'node:fs';
import { expect, expectAccessible, test } from './fixtures.js';

interface Network {
  aops: { aop_id: string; title: string; key_events: unknown[]; relationships: { upstream: string; downstream: string }[] }[];
  key_events: { ke_id: string }[];
}

/** The AOP of the demo with most relationships. */
async function largest(request: { get: (path: string) => Promise<{ json: () => Promise<unknown> }> }): Promise<Network['aops'][number]> {
  const network = (await (await request.get('/api/aop-network')).json()) as Network;
  const [first] = [...network.aops].sort((a, b) => b.relationships.length - a.relationships.length);
  if (first === undefined) {
    throw new Error('the demo set has no AOPs');
  }
  return first;
}

test('an AOP is found, drawn, walked through by arrow keys, and its Key Event leads to the mapper', async ({ page, request }) => {
  const aop = await largest(request);
  await page.goto('/aop-explorer');
  await page.getByLabel('Find an AOP').fill(aop.aop_id);
  await page.getByRole('button', { name: `${aop.aop_id} ${aop.title}` }).click();
  await expect(page).toHaveURL(new RegExp(`aop=${aop.aop_id.replace('AOP ', '')}`));
  const drawing = page.getByRole('application');
  await expect(drawing).toHaveAttribute('data-ready', 'true');
  await expect(drawing).toHaveAttribute('aria-label', new RegExp(`${aop.key_events.length} Key Events?`));
  await drawing.focus();
  await page.keyboard.press('ArrowRight'); // chooses the first
  const [, first] = /ke=(\d+)/.exec(page.url()) ?? [];
  expect(first).toBeDefined();
  const heading = page.locator('#aop-explorer-ke');
  await expect(heading).toContainText(`KE ${first ?? ''}`);

  const edge = aop.relationships.find(({ upstream }) => upstream === `KE ${first ?? ''}`) ?? aop.relationships[0];
  await page.goto(`/aop-explorer?aop=${aop.aop_id.replace('AOP ', '')}&ke=${(edge?.upstream ?? '').replace('KE ', '')}`);
  await expect(drawing).toHaveAttribute('data-ready', 'true');
  await drawing.focus();
  await page.keyboard.press('ArrowRight');
  const after = new Set(aop.relationships.filter(({ upstream }) => upstream === edge?.upstream).map(({ downstream }) => downstream));
  await expect.poll(() => after.has(`KE ${/ke=(\d+)/.exec(page.url())?.[1] ?? ''}`)).toBe(true);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('link', { name: 'Map this' })).toHaveAttribute('href', /\/mapper\?ke=KE%20\d+/);
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Find an AOP')).toBeVisible();
});

test('a click on a box shows what is known of it', async ({ page, request }) => {
  const aop = await largest(request);
  await page.goto(`/aop-explorer?aop=${aop.aop_id.replace('AOP ', '')}`);
  const canvas = page.locator('.aop-explorer-canvas');
  await expect(canvas).toHaveAttribute('data-ready', 'true');
  const at = await canvas.evaluate((element) => {
    const held = element as unknown as { _cyreg: { cy: { nodes: () => { first: () => { id: () => string; renderedPosition: () => { x: number; y: number } } } } } };
    const node = held._cyreg.cy.nodes().first();
    return { id: node.id(), ...node.renderedPosition() };
  });
  await canvas.click({ position: { x: at.x, y: at.y } });
  await expect(page.locator('#aop-explorer-ke')).toContainText(at.id);
  await expect(page.getByRole('heading', { name: 'Reactome' })).toBeVisible();
  await expectAccessible(page);
});

test('the table says the same as the drawing, also in the dark, and narrows to the gaps', async ({ page, request }) => {
  const aop = await largest(request);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`/aop-explorer?aop=${aop.aop_id.replace('AOP ', '')}&view=table`);
  const rows = page.locator('.aop-explorer-row');
  await expect(rows).toHaveCount(aop.key_events.length);
  await expectAccessible(page);
  await page.getByLabel('Show gaps only').check();
  await expect(page).toHaveURL(/gaps=1/);
  const gaps = await rows.count();
  expect(gaps).toBeLessThan(aop.key_events.length + 1);
  await expect(page.locator('.aop-explorer-row').getByText('gap', { exact: true })).toHaveCount(gaps);
});

test('drawing and table are saved as files', async ({ page, request }) => {
  const aop = await largest(request);
  await page.goto(`/aop-explorer?aop=${aop.aop_id.replace('AOP ', '')}`);
  await expect(page.locator('.aop-explorer-canvas')).toHaveAttribute('data-ready', 'true');
  const saved = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    expect(download.suggestedFilename()).toBe(`${aop.aop_id.replace(' ', '-')}.${name.toLowerCase()}`);
    return readFileSync(await download.path());
  };
  expect((await saved('CSV')).toString().trim().split('\r\n')).toHaveLength(aop.key_events.length + 1);
  const svg = (await saved('SVG')).toString();
  expect(svg.match(/<title>/g)).toHaveLength(aop.key_events.length);
  expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
});

test('the page is usable at 360 pixels and with reduced motion', async ({ page, request }) => {
  const aop = await largest(request);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/aop-explorer?aop=${aop.aop_id.replace('AOP ', '')}`);
  await expect(page.locator('.aop-explorer-canvas')).toHaveAttribute('data-ready', 'true');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fit' }).click();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

test('an AOP that there is not is said, and none chosen leads on', async ({ page }) => {
  await page.goto('/aop-explorer?aop=999999');
  await expect(page.getByRole('alert')).toContainText('AOP 999999');
  await expect(page.getByText('Choose an AOP from the list')).toBeVisible();
  await expectAccessible(page);
});

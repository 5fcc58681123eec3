import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
    return `${element?.getAttribute('aria-label') ?? ''} ${label} ${element?.textContent ?? ''}`.replace(/\s+/g, ' ').trim();
  });

/** Presses Tab until what has the focus is called so, as somebody without a mouse does. Returns how many presses it took. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<number> {
  for (let presses = 1; presses <= most; presses += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) {
      return presses;
    }
  }
  throw new Error(`${most} presses of Tab do not lead to ${String(name)}; the focus is at “${await focused(page)}”`);
}

test('a newcomer comes from the start page to a submitted proposal with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await tabTo(page, /^Skip to content$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Map a Key Event$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/mapper$/);
  await expect(page.locator('.mapper-events li').first()).toBeVisible();
  await tabTo(page, /Number or words of the Key Event/);
  await page.keyboard.type('KE 1493');
  await expect(page.getByText('1 Key Event', { exact: true })).toBeVisible();
  await tabTo(page, /KE 1493/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').first()).toBeVisible();
  await tabTo(page, /^Choose /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Propose this mapping' })).toBeVisible();
  await tabTo(page, /Causative/);
  for (let question = 0; question < 4; question += 1) {
    await page.keyboard.press('Space');
    if (question < 3) {
      await page.keyboard.press('Tab');
    }
  }
  await expect(page.getByText('computed from your answers')).toBeVisible();
  await tabTo(page, /Propose this mapping/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Sign in to go on' })).toBeVisible();
  await tabTo(page, /^Demo curator$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

/** What a person does counts, not how long a machine takes: a click, or a text typed. Two minutes are some ten seconds each. */
test('a newcomer maps a Key Event in at most eleven steps from the start page', async ({ page }) => {
  let steps = 0;
  const started = Date.now();
  const step = async (done: Promise<unknown>) => {
    await done;
    steps += 1;
  };
  await page.goto('/');
  await step(page.getByRole('main').getByRole('link', { name: 'Map a Key Event' }).click());
  await step(page.getByLabel('Number or words of the Key Event').fill('mitochondrial dysfunction'));
  await step(page.locator('.mapper-events a').first().click());
  await step(page.getByRole('article').filter({ hasNotText: 'mapped already' }).first().getByRole('link', { name: /^Choose/ }).click());
  for (const label of [/^Causative/, /^Likely/, /^Includes it/, /^Key steps/]) {
    await step(page.getByRole('radio', { name: label }).check());
  }
  await step(page.getByRole('button', { name: 'Propose this mapping' }).click());
  await step(page.getByRole('dialog').getByRole('button', { name: 'Demo curator' }).click());
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
  console.log(`start page to proposal: ${steps} steps, ${((Date.now() - started) / 1000).toFixed(1)} s of the machine`);
  expect(steps).toBeLessThanOrEqual(11);
});

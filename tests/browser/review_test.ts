import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { expect, expectAccessible, signIn, test } from './fixtures.js';
import type { Server } from './server.js';

const kAnswers = { relationship: 'causative', basis: 'known', specificity: 'specific', coverage: 'complete' };

/** Proposes so many pairs that nobody has proposed yet, as the curator of the demo. */
async function propose(browser: Browser, server: Server, number: number): Promise<void> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, 'curator');
  const http: APIRequestContext = context.request;
  const session = (await (await http.get('/api/session')).json()) as { csrf_token: string };
  const events = (await (await http.get('/get_ke_options')).json()) as { KElabel: string }[];
  const targets = (await (await http.get('/get_pathway_options')).json()) as { pathwayID: string }[];
  let done = 0;
  for (const { KElabel } of events) {
    if (done === number) {
      break;
    }
    const answer = await http.post('/api/proposals', {
      data: { resource: 'wikipathways', ke_id: KElabel, target_id: targets[done % targets.length]?.pathwayID, ...kAnswers },
      headers: { 'X-CSRF-Token': session.csrf_token, Origin: server.url },
    });
    done += answer.status() === 201 ? 1 : 0;
  }
  expect(done).toBe(number);
  await context.close();
}

async function openQueue(page: Page, path = '/admin/review'): Promise<void> {
  await signIn(page, 'admin', path);
  await expect(page.getByRole('list', { name: 'Proposals' })).toBeVisible();
}

const present = (page: Page) => page.locator('.review-list li[data-present]');

async function waiting(page: Page): Promise<number> {
  const text = await page.locator('.review-counts b').textContent();
  return Number(/^(\d+)/.exec(text ?? '')?.[1]);
}

test('an administrator reviews by keyboard alone: moves, approves, rejects with a reason, takes back', async ({ page, browser, server }) => {
  await propose(browser, server, 3);
  await openQueue(page, '/admin/review?order=newest');
  await expectAccessible(page);
  const all = await waiting(page);
  const first = await present(page).locator('.review-pair').textContent();

  await page.keyboard.press('j');
  await expect(present(page).locator('.review-pair')).not.toHaveText(first ?? '');
  await page.keyboard.press('k');
  await expect(present(page).locator('.review-pair')).toHaveText(first ?? '');

  await page.keyboard.press('a');
  await expect(page.locator('.toasts')).toContainText('Approved');
  await expect(page.locator('.review-counts b')).toContainText(String(all - 1));
  await expect(page.locator('.review-list')).not.toContainText(first ?? '');

  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Tab'); // from the closing button to the reason
  await page.keyboard.type('Wrong pathway');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.locator('.review-counts b')).toContainText(String(all - 2));

  await page.keyboard.press('u');
  await expect(page.locator('.review-counts b')).toContainText(String(all - 1));
  await page.keyboard.press('u');
  await expect(page.locator('.review-counts b')).toContainText(String(all));
  await expect(page.locator('.review-list')).toContainText(first ?? '');
});

test('a rejection without a reason is not sent, and what was typed stays', async ({ page, browser, server }) => {
  await propose(browser, server, 1);
  await openQueue(page, '/admin/review?order=newest');
  await page.getByRole('button', { name: 'Reject…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(dialog.getByText('Say what was wrong')).toBeVisible();
  await dialog.getByLabel('Why?').fill('Too wide');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(page.locator('.toasts')).toContainText('Rejected');
});

test('the second of two administrators is told, and sees how it stands', async ({ page, browser, server }) => {
  await propose(browser, server, 1);
  await openQueue(page, '/admin/review?order=newest');
  const pair = await present(page).locator('.review-pair').textContent();
  const other = await browser.newContext({ baseURL: server.url });
  const second = await other.newPage();
  await openQueue(second, '/admin/review?order=newest');
  await expect(present(second).locator('.review-pair')).toHaveText(pair ?? '');

  await second.keyboard.press('a');
  await expect(second.locator('.toasts')).toContainText('Approved');
  await page.keyboard.press('a');
  await expect(page.getByRole('alert')).toContainText('Someone was faster');
  await page.getByRole('button', { name: 'Show how it stands now' }).click();
  await expect(page.locator('.review-list, .state.empty')).not.toContainText(pair ?? '');
  await other.close();
});

test('answers are changed before approval', async ({ page, browser, server }) => {
  await propose(browser, server, 1);
  await openQueue(page, '/admin/review?order=newest');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Keep the changes' })).toBeDisabled();
  await dialog.getByRole('group', { name: /How much of the event/ }).getByText('A small part').click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep the changes' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('.review-detail')).toContainText('A small part');
  await page.keyboard.press('a');
  await expect(page.locator('.toasts')).toContainText('Approved');
});

test('many are approved at once, and the summary says what was not', async ({ page, browser, server }) => {
  await propose(browser, server, 3);
  await openQueue(page, '/admin/review?order=newest');
  const other = await browser.newContext({ baseURL: server.url });
  const second = await other.newPage();
  await openQueue(second, '/admin/review?order=newest');
  for (const key of ['x', 'j', 'x', 'j', 'x']) {
    await page.keyboard.press(key);
  }
  await expect(page.getByText('3 proposals marked')).toBeVisible();
  await second.keyboard.press('a');
  await expect(second.locator('.toasts')).toContainText('Approved');
  await page.getByRole('button', { name: 'Approve 3…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Approve 3' }).click();
  await expect(dialog.getByText('2 proposals approved, 1 not.')).toBeVisible();
  await expectAccessible(page);
  await other.close();
});

test('the queue is for administrators, and fits 360 pixels in the dark', async ({ page, browser, server }) => {
  await propose(browser, server, 1);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/login?next=/admin/review');
  await page.getByRole('button', { name: 'Demo admin' }).click();
  await expect(page.locator('.review-detail')).toBeVisible();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

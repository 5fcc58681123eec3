import type { Page } from '@playwright/test';
import { expect, signIn, test } from './fixtures.js';

const kHostile = `"><script>window.kewpHacked = 1</script><img src=x onerror="window.kewpHacked=1">'}{{7*7}}</textarea>`;
const kAnswers = { relationship: 'causative', basis: 'known', specificity: 'specific', coverage: 'complete' };

interface Session {
  csrf_token: string;
}

/** Sends as the page does; the answer as JSON. */
async function send<T>(page: Page, path: string, data: unknown): Promise<T> {
  const session = (await (await page.request.get('/api/session')).json()) as Session;
  const answer = await page.request.post(path, {
    data,
    headers: { 'X-CSRF-Token': session.csrf_token, Origin: new URL(page.url()).origin },
  });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

async function expectHarmless(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => 'kewpHacked' in window)).toBe(false);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
}

test('markup in notes, affiliations, reasons and names is text on every page that shows it', async ({ page, browser, server }) => {
  await signIn(page, 'admin');
  const tomorrow = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
  const { code } = await send<{ code: string }>(page, '/api/admin/guest-codes', { label: 'hostile', expires_at: tomorrow, max_uses: 3 });
  const context = await browser.newContext({ baseURL: server.url });
  const guest = await context.newPage();
  await guest.goto('/login');
  await guest.getByLabel('Code', { exact: true }).fill(code);
  await guest.getByLabel('Your name').fill('<img src=x onerror="window.kewpHacked=1">');
  await guest.getByRole('button', { name: 'Sign in as a guest' }).click();
  await expect(guest.locator('.account-name')).toContainText('<img src=x');

  const texts = { note: kHostile, affiliation: '<svg/onload=window.kewpHacked=1>' };
  const propose = (target: string) =>
    send<{ uuid: string; version: number }>(guest, '/api/proposals', { resource: 'wikipathways', ke_id: 'KE 888', target_id: target, ...kAnswers, confidence: 'low', override_reason: kHostile, ...texts });
  const approved = await propose('WP254');
  const rejected = await propose('WP5083');
  await guest.goto(`/proposals/${approved.uuid}`);
  await expect(guest.getByText(kHostile).first()).toBeVisible();
  await expectHarmless(guest);

  await page.goto('/admin/review?order=newest');
  await expect(page.getByText(kHostile).first()).toBeVisible();
  await expectHarmless(page);
  await send(page, `/api/admin/proposals/${rejected.uuid}/reject`, { reason: kHostile, version: rejected.version });
  const { mapping_uuid: mapping } = await send<{ mapping_uuid: string }>(page, `/api/admin/proposals/${approved.uuid}/approve`, { version: approved.version });
  await guest.goto(`/proposals/${rejected.uuid}`);
  await expect(guest.getByText(kHostile).first()).toBeVisible();
  await expectHarmless(guest);
  await guest.goto('/me');
  await expectHarmless(guest);
  await context.close();

  for (const path of [`/mappings/${mapping}`, '/explore', '/ke/888', '/pathways/WP254', '/stats', '/admin/audit', '/admin/users', '/search?q=%3Cscript%3Ealert(1)%3C/script%3E', '/mapper?ke=%22%3E%3Cscript%3E&target=%3Cimg%20src=x%20onerror=alert(1)%3E']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectHarmless(page);
  }
});

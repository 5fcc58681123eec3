import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, signIn, test } from './fixtures.js';
import type { Server } from './server.js';

const kForm = '/mapper?ke=KE+55&target=WP254';
const note = (page: Page) => page.getByLabel('Note for the reviewer');
const signedOut = (page: Page) => expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();

/** A code for a workshop, made by an administrator in a browser of their own. */
async function makeCode(browser: Browser, server: Server): Promise<string> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, 'admin', '/admin/guest-codes');
  await page.getByLabel('For', { exact: true }).fill('summer-school');
  await page.getByRole('button', { name: 'Make a code' }).click();
  const code = (await page.locator('.admin-code').textContent()) ?? '';
  await context.close();
  return code;
}

test('a guest types the code and a name on the sign-in page, and a wrong code keeps the name', async ({ page, browser, server }) => {
  const code = await makeCode(browser, server);
  await page.goto('/login?next=/mapper');
  await page.getByLabel('Code', { exact: true }).fill('AAAA-BBBB-CCCC');
  await page.getByLabel('Your name').fill('Grace');
  await page.getByRole('button', { name: 'Sign in as a guest' }).click();
  await expect(page.locator('.field-error')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('Grace');
  await expectAccessible(page);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in as a guest' }).click();
  await expect(page).toHaveURL(/\/mapper$/);
  await expect(page.locator('.account-name')).toContainText('Grace');
  await page.goto('/me');
  await page.getByRole('tab', { name: 'Sessions and data' }).click();
  await expect(page.getByText('Guests of a workshop share one identity')).toBeVisible();
});

test('a draft of one person is not shown to the next at the same machine', async ({ page, context }) => {
  await signIn(page, 'curator', kForm);
  await note(page).fill('of the curator');
  await expect(page.getByText('Draft kept on the server.')).toBeVisible();
  await context.clearCookies(); // as when the session has expired
  await page.goto('/mapper');
  await expect(page.getByRole('link', { name: /KE 1 / }).or(page.locator('.mapper-events li')).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Unfinished proposals' })).toHaveCount(0);
  await page.goto(kForm);
  await expect(note(page)).toHaveValue('');
  await signIn(page, 'admin', kForm);
  await expect(note(page)).toHaveValue('');
  await signIn(page, 'curator', kForm);
  await expect(note(page)).toHaveValue('of the curator');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signedOut(page);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kewp.drafts')))).toEqual([]);
});

test('words of one person are not sent in the name of another who signs in on the way', async ({ page, context }) => {
  await signIn(page, 'curator', '/mapper?ke=KE+87&target=WP254');
  for (const [index, label] of ['Causative', 'Known', 'Specific', 'Key steps'].entries()) {
    await page.locator('fieldset').nth(index).getByRole('radio', { name: label }).check();
  }
  await note(page).fill('mine');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Demo admin' }).click();
  await expect(page.locator('.account-name')).toContainText('admin');
  await expect(note(page)).toHaveValue('');
  const queue = (await (await page.request.get('/api/me/proposals')).json()) as { proposals: unknown[] };
  expect(queue.proposals).toEqual([]);
});

test('what a visitor types ends with the tab, or belongs to whoever signs in there', async ({ page, context }) => {
  await page.goto('/mapper?ke=KE+149&target=WP254');
  await note(page).fill('typed before signing in');
  await expect(page.getByText('Draft kept until you close this tab')).toBeVisible();
  const another = await context.newPage();
  await another.goto('/mapper?ke=KE+149&target=WP254');
  await expect(note(another)).toHaveValue('');
  await signIn(page, 'curator', '/mapper?ke=KE+149&target=WP254');
  await expect(note(page)).toHaveValue('typed before signing in');
});

test('signing out everywhere ends the sessions of all browsers', async ({ page, browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const other = await context.newPage();
  await signIn(other, 'curator');
  await signIn(page, 'curator', '/me');
  await page.getByRole('tab', { name: 'Sessions and data' }).click();
  await expect(page.getByText('this one')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await signedOut(page);
  await other.reload();
  await signedOut(other);
  await context.close();
});

test('a curator leaves for good: the identity has to be typed, and the name is gone from what is public', async ({ page, request }) => {
  await signIn(page, 'curator', '/me');
  await page.getByRole('tab', { name: 'Sessions and data' }).click();
  await page.getByRole('button', { name: 'Erase me' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase me' });
  const erase = dialog.getByRole('button', { name: 'Erase me' });
  await expect(erase).toBeDisabled();
  await dialog.getByLabel(/^Type demo:curator/).fill('demo:curator');
  await expectAccessible(page);
  await erase.click();
  await expect(page.locator('.toasts')).toContainText('You are erased');
  await signedOut(page);
  const mappings = await request.get('/api/v1/mappings?per_page=200');
  expect(mappings.status()).toBe(200);
  expect(await mappings.text()).not.toContain('demo:curator');
});

import { expect, expectAccessible, signIn, test } from './fixtures.js';

const kPages = ['guest-codes', 'users', 'audit', 'descriptions', 'exports', 'health'] as const;

test('every page of administrators is accessible, light and dark, and fits 360 pixels', async ({ page }) => {
  await signIn(page, 'admin', '/admin/health');
  for (const name of kPages) {
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`/admin/${name}`);
    await expect(page.getByRole('navigation', { name: 'Administration' })).toBeVisible();
    await expect(page.locator('main .skeleton')).toHaveCount(0);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, name).toBe(0);
  }
});

test('a guest code is made, shown once, used by a guest through its address, and revoked', async ({ page, browser, server }) => {
  await signIn(page, 'admin', '/admin/guest-codes');
  await page.getByLabel('For', { exact: true }).fill('workshop-1');
  await page.getByLabel('For how many people').fill('2');
  await page.getByRole('button', { name: 'Make a code' }).click();
  const code = (await page.locator('.admin-code').textContent()) ?? '';
  expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  await expect(page.getByRole('img', { name: /workshop-1/ })).toBeVisible();
  await expectAccessible(page);

  const context = await browser.newContext({ baseURL: server.url });
  const guest = await context.newPage();
  await guest.goto(`/login#code=${code}`);
  await expect(guest.getByLabel('Code')).toHaveValue(code);
  await guest.getByLabel('Your name').fill('Ada');
  await guest.getByRole('button', { name: 'Sign in as a guest' }).click();
  await expect(guest.getByRole('button', { name: 'Sign out' })).toBeVisible();

  await page.reload();
  await expect(page.locator('.admin-code')).toHaveCount(0);
  const row = page.getByRole('row', { name: /workshop-1/ });
  await expect(row).toContainText('1 of 2');
  await row.getByRole('button', { name: /Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('revoked');
  await guest.goto('/');
  await expect(guest.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await context.close();
});

test('erasing someone needs their name typed, and leaves a pseudonym', async ({ page, browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const curator = await context.newPage();
  await signIn(curator, 'curator');
  await signIn(page, 'admin', '/admin/users');
  const row = page.getByRole('row', { name: /demo:curator/ });
  await row.getByRole('button', { name: 'Erase…' }).click();
  const dialog = page.getByRole('dialog');
  const erase = dialog.getByRole('button', { name: 'Erase', exact: true });
  await expect(erase).toBeDisabled();
  await dialog.getByLabel(/Type demo:curator/).fill('demo:curato');
  await expect(erase).toBeDisabled();
  await dialog.getByLabel(/Type demo:curator/).fill('demo:curator');
  await erase.click();
  await expect(page.locator('.toasts')).toContainText('Erased');
  await expect(row).toHaveCount(0);
  await curator.reload();
  await expect(curator.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await context.close();
});

test('the audit is filtered by the address and offered as CSV', async ({ page, request }) => {
  await signIn(page, 'admin', '/admin/audit?action=guest_code.');
  await expect(page.getByLabel('What')).toHaveValue('guest_code.');
  const csv = page.getByRole('link', { name: 'All of these as CSV' });
  const href = (await csv.getAttribute('href')) ?? '';
  expect(href).toContain('action=guest_code.');
  const answer = await page.request.get(href);
  expect(answer.headers()['content-type']).toContain('text/csv');
  expect((await request.get(href)).status()).toBe(401);
  await page.getByLabel('What').selectOption('proposals');
  await expect(page).toHaveURL(/action=proposal\./);
});

test('a description is taken out of the matching and put back', async ({ page }) => {
  await signIn(page, 'admin', '/admin/descriptions');
  await page.getByRole('textbox', { name: 'Key Event', exact: true }).fill('999999');
  await page.getByRole('button', { name: /Take its description/ }).click();
  await expect(page.locator('.field-error')).toContainText('KE 999999');
  await page.getByRole('textbox', { name: 'Key Event', exact: true }).fill('18');
  await page.getByRole('button', { name: /Take its description/ }).click();
  const row = page.getByRole('row', { name: /KE 18/ });
  await expect(row).toContainText('out');
  await row.getByRole('button', { name: 'Put it back' }).click();
  await expect(row).toContainText('takes part');
});

test('health lists the services, the backups and the processes', async ({ page }) => {
  await signIn(page, 'admin', '/admin/health');
  await expect(page.getByRole('heading', { name: /Reference data/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Processes of the service' }).getByRole('row')).not.toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Backups that are kept' })).toContainText('.db', { timeout: 30_000 });
});

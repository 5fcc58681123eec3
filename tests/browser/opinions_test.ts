import { expect, expectAccessible, signIn, test } from './fixtures.js';

test('a second curator judges without seeing the first answers, and the reviewer sees where they differ', async ({ page, browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const curator = await context.newPage();
  await signIn(curator, 'curator', '/me');

  await signIn(page, 'admin', '/admin/review');
  await page.getByRole('list', { name: 'Proposals' }).getByText('KE 889').first().click();
  await expect(page.locator('.review-list li[data-present]')).toContainText('KE 889');
  await page.getByText('Second opinions').click();
  await expect(page.getByText('Nobody was asked yet.')).toBeVisible();
  await page.getByLabel('Ask a curator').selectOption('demo:curator');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.getByText('has not answered yet')).toBeVisible();
  await expectAccessible(page);

  await curator.getByRole('tab', { name: 'Second opinions' }).click();
  const asked = curator.getByRole('listitem').filter({ hasText: 'KE 889' });
  await asked.getByText('Give your opinion').click();
  await expect(asked.getByRole('radio', { checked: true })).toHaveCount(0);
  await asked.getByRole('button', { name: 'Send my opinion' }).click();
  await expect(asked.getByText('Choose an answer.')).toHaveCount(4);
  await expectAccessible(curator);
  for (const label of [/^Responsive/, /^Likely/, /^Includes it/, /^Key steps/]) {
    await asked.getByRole('radio', { name: label }).check();
  }
  await asked.getByLabel('Why you see it so').fill('Seen after the event, not before.');
  await asked.getByRole('button', { name: 'Send my opinion' }).click();
  await expect(asked.getByText(/^given/)).toBeVisible();
  await context.close();

  await page.reload();
  await page.getByRole('list', { name: 'Proposals' }).getByText('KE 889').first().click();
  await page.getByText('Second opinions').click();
  const table = page.getByRole('table', { name: /^Answers of/ });
  await expect(table.locator('.review-differs')).toHaveCount(1);
  await expect(table.locator('.review-differs')).toContainText('Responsive ≠');
  await expect(page.getByText('Seen after the event, not before.')).toBeVisible();
});

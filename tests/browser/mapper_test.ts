import type { Page } from '@playwright/test';
import { expect, expectAccessible, signIn, test } from './fixtures.js';

const kPathwayAnswers = ['Causative', 'Known', 'Specific', 'Key steps'];
const kGoAnswers = ['Describes it', '3 – Directly', '2 – Fairly close', '3 – Strong'];

async function answer(page: Page, answers: readonly string[]): Promise<void> {
  const groups = page.locator('fieldset');
  for (const [index, label] of answers.entries()) {
    await groups.nth(index).getByRole('radio', { name: label }).check();
  }
}

/** The first suggestion of a kind that is not mapped yet, chosen. */
async function chooseSuggestion(page: Page, kind: string): Promise<void> {
  await page.getByRole('tab', { name: kind }).click();
  const card = page.getByRole('article').filter({ hasNotText: 'mapped already' }).first();
  await card.getByRole('link', { name: /^Choose/ }).click();
  await expect(page.getByRole('button', { name: 'Propose this mapping' })).toBeVisible();
}

async function propose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
}

const kResources = [
  { kind: 'WikiPathways', answers: kPathwayAnswers, confidence: 'high' },
  { kind: 'GO process', answers: kGoAnswers, confidence: 'high' },
  { kind: 'Reactome', answers: kPathwayAnswers, confidence: 'high' },
];

for (const { kind, answers, confidence } of kResources) {
  test(`a newcomer proposes a mapping to ${kind} from the start page`, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Demo curator' }).click();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Map a Key Event' }).click();
    await page.getByLabel('Number or words of the Key Event').fill('pro-inflammatory mediators');
    await page.getByRole('link', { name: /KE 1493/ }).click();
    await expect(page.getByRole('complementary', { name: 'About the Key Event' })).toContainText('Increased Pro-inflammatory mediators');
    await chooseSuggestion(page, kind);
    await answer(page, answers);
    await expect(page.getByText('computed from your answers')).toBeVisible();
    await expect(page.locator('.mapper-confidence .badge')).toHaveText(confidence);
    await page.getByLabel('Note for the reviewer').fill('<b>seen</b> in microglia');
    await propose(page);
    await expect(page.getByText('<b>seen</b> in microglia')).toBeVisible();
    await expectAccessible(page);
    await page.goto('/me');
    await expect(page.getByRole('row').filter({ hasText: 'KE 1493' }).first()).toContainText('waiting for review');
  });
}

test('a session that ends in mid-form loses nothing: sign in again in a dialog and go on', async ({ page, context }) => {
  await signIn(page, 'curator', '/mapper?ke=KE+55');
  await chooseSuggestion(page, 'Reactome');
  await answer(page, kPathwayAnswers);
  await page.getByLabel('Note for the reviewer').fill('typed with care');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' });
  await expect(dialog).toContainText('Nothing you typed is lost');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Demo curator' }).click();
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
  await expect(page.getByText('typed with care')).toBeVisible();
});

test('a visitor answers first and signs in when it is sent', async ({ page }) => {
  await page.goto('/mapper?ke=KE+55');
  await chooseSuggestion(page, 'GO process');
  await answer(page, kGoAnswers);
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The proposal was not stored.')).toBeVisible();
  await expect(page.getByRole('radio', { name: '3 – Strong' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await dialog.getByRole('button', { name: 'Demo curator' }).click();
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
});

test('a draft is kept by itself, found again after a reload and in another browser', async ({ page, browser, server }) => {
  await signIn(page, 'curator', '/mapper?ke=KE+149');
  await chooseSuggestion(page, 'WikiPathways');
  await answer(page, ['Responsive']);
  await page.getByLabel('Note for the reviewer').fill('half a thought');
  await expect(page.getByText('Draft kept on the server.')).toBeVisible();
  const address = page.url();
  await page.reload();
  await expect(page.getByText('Your unfinished answers are back.')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Responsive/ })).toBeChecked();
  await expect(page.getByLabel('Note for the reviewer')).toHaveValue('half a thought');

  const other = await browser.newContext({ baseURL: server.url });
  const second = await other.newPage();
  await signIn(second);
  await second.goto(address);
  await expect(second.getByLabel('Note for the reviewer')).toHaveValue('half a thought');
  await second.goto('/me');
  await second.getByRole('tab', { name: 'Drafts' }).click();
  await expect(second.getByRole('link', { name: /KE 149/ })).toBeVisible();
  await second.getByRole('button', { name: /Delete/ }).click();
  await expect(second.getByText('You have no unfinished proposals.')).toBeVisible();
  await other.close();
});

test('what is missing is named at its question, and another confidence needs a reason', async ({ page }) => {
  await signIn(page, 'curator', '/mapper?ke=KE+18');
  await chooseSuggestion(page, 'WikiPathways');
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await expect(page.getByText('Choose an answer.')).toHaveCount(4);
  await expect(page.getByRole('radio', { name: /^Causative/ })).toBeFocused();
  await answer(page, kPathwayAnswers);
  await page.getByRole('button', { name: 'Decide otherwise' }).click();
  await page.getByRole('radio', { name: 'Low' }).check();
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await expect(page.getByText('Say why you decide otherwise.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Why?').fill('only shown in fish');
  await propose(page);
  await expect(page.getByText('only shown in fish')).toBeVisible();
});

test('a pair that is taken says by what, before and after it is sent', async ({ page, context }) => {
  await signIn(page, 'curator', '/mapper?ke=KE+68');
  await chooseSuggestion(page, 'Reactome');
  const address = page.url();
  await answer(page, kPathwayAnswers);
  const rival = await context.newPage();
  await rival.goto(address);
  await answer(rival, kPathwayAnswers);
  await propose(rival);
  await page.getByRole('button', { name: 'Propose this mapping' }).click();
  await expect(page.getByText('Somebody has proposed this pair already.')).toBeVisible();
  await page.getByRole('link', { name: 'Its page' }).click();
  await expect(page.getByText('Waiting for review', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Withdraw this proposal' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('main').getByText('withdrawn').first()).toBeVisible();
});

test('the whole way works without a mouse', async ({ page }) => {
  await signIn(page, 'curator', '/mapper');
  await page.getByLabel('Number or words of the Key Event').focus();
  await page.keyboard.type('KE 87');
  await expect(page.getByText('1 Key Event', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const first = page.getByRole('tab', { name: 'WikiPathways' });
  await expect(first).toBeVisible();
  await first.focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Reactome' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Reactome' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.getByRole('article').first().getByRole('link', { name: /^Choose/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Propose this mapping' })).toBeVisible();
  for (const label of kPathwayAnswers) {
    await page.getByRole('radio', { name: new RegExp(`^${label}`) }).focus();
    await page.keyboard.press('Space');
  }
  await page.getByLabel('Your affiliation').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your proposal waits for review')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('targets are found by words and by walking the tree', async ({ page }) => {
  await page.goto('/mapper?ke=KE+188&kind=go_bp&by=search');
  await page.getByLabel('Search GO biological process').fill('glial cel activation');
  await expect(page.getByRole('article').filter({ hasText: 'glial cell activation' }).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Browse' }).click();
  await page.getByRole('button', { name: /narrower terms? of biological_process/ }).click();
  await expect(page.getByText('below biological_process')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Choose/ }).nth(2)).toBeVisible();
  await expectAccessible(page);
});

test('the genes of both sides and the place of a term are shown', async ({ page }) => {
  await page.goto('/mapper?ke=KE+188&kind=go_bp');
  const card = page.getByRole('article').first();
  await card.getByText('Description and genes').click();
  await expect(card.getByRole('heading', { name: 'Genes side by side' })).toBeVisible();
  await expect(card.getByRole('heading', { name: /^Both/ })).toContainText('2 genes');
  await expect(card.getByText('Place in the ontology')).toBeVisible();
  await expectAccessible(page);
});

const kSteps = ['/mapper', '/mapper?ke=KE+188', '/mapper?ke=KE+188&target=WP5083', '/login', '/me'];

for (const [width, colorScheme] of [
  [1200, 'light'],
  [360, 'dark'],
] as const) {
  test(`every step is accessible and fits at ${width} pixels, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    for (const path of kSteps) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, path).toBe(0);
    }
  });
}

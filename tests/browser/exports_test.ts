import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, expectAccessible, signIn, test as base } from './fixtures.js';
import { Server } from './server.js';

const kStandIn = fileURLToPath(new URL('../integration', import.meta.url));
const kProgram = 'import sys; from zenodo_stand_in import TOKEN, ZenodoStandIn\nwith ZenodoStandIn() as z: print(z.url, TOKEN, flush=True); sys.stdin.read()';

/** A server whose Zenodo is a stand-in on this machine that checks the protocol. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const zenodo = spawn('python3', ['-c', kProgram], { cwd: kStandIn, stdio: ['pipe', 'pipe', 'inherit'] });
      const [line] = (await once(createInterface({ input: zenodo.stdout }), 'line')) as [string];
      const [url = '', token = ''] = line.split(' ');
      const server = await Server.start({
        extra: `[deposit]\nurl = "${url}"\nsandbox_url = "${url}"\ntimeout = 20`,
        environment: { ZENODO_TOKEN: token, ZENODO_SANDBOX_TOKEN: '' },
      });
      await use(server);
      await server.stop();
      zenodo.stdin.end();
      await once(zenodo, 'exit');
    },
    { scope: 'worker' },
  ],
});

test('an administrator prepares a draft, publishes it, and is told when nothing has changed', async ({ page }) => {
  await signIn(page, 'admin', '/admin/health');
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Exports' }).click();
  await expect(page.getByText('None was published yet')).toBeVisible();
  await page.getByRole('button', { name: 'Prepare a draft' }).click();
  await expect(page.getByText('A draft is ready.')).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText(/^A draft of version .* was begun/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(page.getByRole('dialog')).toContainText('cannot be taken back');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('The version is published.')).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('table', { name: 'Published versions' }).getByRole('link').first()).toHaveText(/^10\.5281\/zenodo\.\d+$/);
  await page.getByRole('button', { name: 'Prepare a draft' }).click();
  await expect(page.getByText('Nothing has changed since the last version')).toBeVisible({ timeout: 40_000 });
});

test('without a token it says which one is missing, and the files are there all the same', async ({ page }) => {
  await signIn(page, 'admin', '/admin/exports?at=sandbox');
  await expect(page.getByText('ZENODO_SANDBOX_TOKEN')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Prepare a draft' })).toHaveCount(0);
  for (const name of ['CSV', 'Parquet', 'RO-Crate']) {
    const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: `Download ${name}`, exact: true }) });
    await expect(row).toContainText('revision');
  }
  await expectAccessible(page);
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, expectAccessible, test as base } from './fixtures.js';
import { kKewp, Server } from './server.js';

/** The published releases and a database of the application that this server replaces, where they are at hand. */
const kShared = process.env['KEWP_SHARED_DATA'] ?? '';

/** As in tests/integration/walk_test.py, without what these pages do not show. */
const kImports: readonly (readonly [string, readonly string[]])[] = [
  [
    'aopwiki',
    ['reference-datafolder/ke_metadata-202602.json.gz', 'aopwiki/ke_aop_membership-20260723.json.gz', 'aopwiki/aops-20260613.ttl.gz'],
  ],
  ['ke-genes', ['aopwiki/AOPWikiRDF-Genes-20260618.ttl.gz', 'aopwiki/HGNCgenes.txt.gz']],
  [
    'wikipathways',
    [
      'wikipathways/wikipathways-database-20260822-Homo_sapiens.tar.gz',
      'genes/hsapiens_gene_ensembl.tsv.gz',
      'aopwiki/HGNCgenes.txt.gz',
    ],
  ],
];

const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'kewp-real-'));
      const data = join(folder, 'data');
      for (const [source, files] of kImports) {
        execFileSync(kKewp, ['import', source, ...files.map((file) => join(kShared, file)), '--data', data, '--quiet']);
      }
      const server = await Server.start({
        demo: false,
        data,
        database: join(kShared, 'reference-db/ke_wp_mapping-2026-07.db'),
        environment: { SECRET_KEY: randomBytes(32).toString('hex') },
      });
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

test.skip(!existsSync(join(kShared, 'reference-db')), 'the real data are not here (KEWP_SHARED_DATA); the demo set stands in');
test.setTimeout(300_000);

test('two hundred real mappings are explored, opened and compared', async ({ page }) => {
  await page.goto('/explore');
  await expect(page.locator('.explore-head')).toContainText('200 mappings');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Page 2 of 8')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/explore?show=gaps');
  await expect(page.getByText(/of 1,\d{3} Key Events have no mapping to WikiPathways/)).toBeVisible();
  await page.goto('/explore?sort=ke_id');
  await page.getByRole('link', { name: /^Mapping of KE/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Genes of both' })).toBeVisible();
  await expect(page.locator('.gene-columns')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expectAccessible(page);
  await page.goto('/ke/55');
  await expect(page.getByText(/^In \d+ AOPs$/)).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expectAccessible(page);
});

test('a word finds Key Events, pathways and mappings among all of them', async ({ page }) => {
  await page.goto('/search?q=oxidative%20stress');
  await expect(page.getByRole('link', { name: /KE 1392/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: /WP408/ }).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Approved mappings' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expectAccessible(page);
});

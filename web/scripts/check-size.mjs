// What a browser loads before the first page shows anything, in gzip bytes: the entry, what it imports, and the page.
// Fails above the budget of the specification.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kBudget = 150_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'));

const entries = Object.entries(manifest);
const start = entries.find(([, chunk]) => chunk.isEntry)?.[0];
const pages = entries.filter(([name, chunk]) => chunk.isDynamicEntry && name.startsWith('src/pages/')).map(([name]) => name);
if (start === undefined || pages.length === 0) {
  throw new Error(`${fileURLToPath(dist)}manifest.json: names no entry or no page; build first`);
}

/** Files of a chunk and of all that it imports at once. */
function files(name, found = new Set()) {
  const chunk = manifest[name];
  if (!found.has(chunk.file)) {
    found.add(chunk.file);
    (chunk.imports ?? []).forEach((other) => files(other, found));
  }
  return found;
}

const gzip = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
let failed = false;
for (const page of pages) {
  const loaded = files(page, files(start));
  const bytes = [...loaded].reduce((sum, file) => sum + gzip(file), 0);
  const over = bytes > kBudget;
  failed ||= over;
  console.log(`${over ? 'TOO BIG' : 'ok     '} ${String(bytes).padStart(7)} bytes  ${page}`);
}
console.log(`budget  ${String(kBudget).padStart(7)} bytes of JavaScript, compressed with gzip, for the first load of any page`);
process.exit(failed ? 1 : 0);

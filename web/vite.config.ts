import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { markdown } from './src/build/markdown_plugin';
import { kGuides } from './src/lib/guides';

const server = process.env['KEWP_URL'] ?? 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [markdown(kGuides.map((guide) => guide.name)), react()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  esbuild: { logOverride: { 'css-syntax-error': 'error' } }, // a rule left open would swallow those below it
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the content security policy allows no data: but for pictures
    modulePreload: { polyfill: false },
  },
  // `npm run dev` shows the sources; data come from a running server.
  server: {
    fs: { allow: ['..'] }, // the guides are in docs/
    proxy: Object.fromEntries(
      ['/api', '/suggest_', '/search_', '/get_', '/ke_genes', '/export', '/dataset', '/login/', '/logout', '/health'].map((prefix) => [
        prefix,
        { target: server, changeOrigin: true, headers: { Origin: server } },
      ]),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test_setup.ts'],
    restoreMocks: true,
  },
});

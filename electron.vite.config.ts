import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** A part that is not in the tree yet is left out, so that the others build without it. */
const present = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)));

/** Now, or the time that reproducible builds give in SOURCE_DATE_EPOCH (seconds since 1970). */
function builtAtMs(): number {
  const given = Number(process.env['SOURCE_DATE_EPOCH']);
  return Number.isSafeInteger(given) && given > 0 ? given * 1000 : Date.now();
}

/**
 * out/main (ESM), out/preload (CommonJS: a sandboxed preload must be), out/renderer (served as app://gatelog/).
 * Everything under `dependencies` stays external in main and is packed as node_modules: native modules and
 * pino's worker thread cannot be bundled.
 */
export default defineConfig({
  main: {
    // A clock that says less than this is certainly wrong (core/gate/clock.ts).
    define: { __BUILT_AT_MS__: String(builtAtMs()) },
    build: {
      outDir: at('out/main'),
      target: 'node24',
      externalizeDeps: true,
      rolldownOptions: {
        input: present({
          index: at('main/index.ts'),
          // A thread of the kiosk's own process.
          'opening-worker': at('main/opening/worker.ts'),
          // Started as utility processes by their file names.
          'delivery-worker': at('main/delivery/worker.ts'),
          'sealing-worker': at('main/delivery/sealing/worker.ts'),
          'trust-reader': at('main/trust/worker.ts'),
          'drive-reader': at('main/sticks/windows-worker.ts'),
        }),
        external: ['better-sqlite3', 'serialport', 'koffi'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // Chromium 148 and up: both Electron 42 and 45.
      target: 'chrome148',
      // Nothing may become a data: URL: fonts and wasm come from 'self' alone.
      assetsInlineLimit: 0,
      // electron-vite leaves it off; half the bytes start faster.
      minify: 'oxc',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});

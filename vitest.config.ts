import { configDefaults, defineConfig } from 'vitest/config';
import { programPath } from './tools/system-libraries.ts';

/** What is waited for comes at once on an idle machine; vitest's own second is too short for a busy one. ms */
const PATIENT = { timeout: 60_000 };

/** Two projects: `unit` is everything that runs inside Node; `e2e` drives the built kiosk in a real Electron. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, 'test/e2e/**'],
          // Devices and children are real: a busy machine takes its time over them.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Every core: without it a machine of two would have one at rest.
          maxWorkers: '100%',
          expect: { poll: PATIENT },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.ts'],
          // Two kiosks at a time, each on a display of its own; where they would share the keyboard focus of one display,
          // one after the other.
          maxWorkers: programPath('Xvfb') === undefined ? 1 : 2,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { poll: PATIENT },
        },
      },
    ],
  },
});

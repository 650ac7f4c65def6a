import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * `npm test`: lint, types, build, then every test, and a last line `N passed, N failed, N skipped`.
 * `--no-e2e` (`npm run check`) leaves the real app out. Further arguments pass to vitest.
 */
const report = z.object({
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const run = (command: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });

async function step(totals: Totals, title: string, command: string, args: readonly string[]): Promise<void> {
  const code = await run(command, args);
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${title}`);
  if (code === 0) totals.passed += 1;
  else totals.failed += 1;
}

async function vitest(totals: Totals, project: string, args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gatelog-test-'));
  const file = join(folder, 'report.json');
  try {
    const code = await run('vitest', [
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
      ...args,
    ]);
    const { testResults } = report.parse(JSON.parse(await readFile(file, 'utf8')));
    const before = totals.failed;
    for (const one of testResults) {
      // A file that could not even be loaded has no tests to count: it is one failure.
      if (one.status === 'failed' && one.assertionResults.length === 0) totals.failed += 1;
      for (const test of one.assertionResults) {
        if (test.status === 'passed') totals.passed += 1;
        else if (test.status === 'failed') totals.failed += 1;
        else {
          totals.skipped += 1;
          console.log(`skipped: ${test.fullName}`);
        }
      }
    }
    if (code !== 0 && totals.failed === before) totals.failed += 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const endToEnd = !args.includes('--no-e2e');
const rest = args.filter((arg) => arg !== '--no-e2e');
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
await step(totals, 'lint and walls of imports', 'biome', ['check', '.']);
await step(totals, 'types', 'tsc', ['--noEmit', '-p', '.']);
await step(totals, 'build', 'electron-vite', ['build', '--logLevel', 'warn']);
await vitest(totals, 'unit', rest);
if (endToEnd) await vitest(totals, 'e2e', rest);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

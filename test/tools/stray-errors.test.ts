import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT, packageCommand } from '../../tools/project.ts';
import { runProgram } from '../../tools/run-program.ts';
import { errorLine, STRAY_ERRORS_FILE } from '../../tools/stray-errors.ts';
import { countReportFile } from '../../tools/summary.ts';

const folder = mkdtempSync(join(PROJECT, 'node_modules', '.stray-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an error beside the tests', () => {
  it('of a real run is named in the summary with what it says', async () => {
    writeFileSync(
      join(folder, 'stray.test.ts'),
      `import { it } from 'vitest';
       it('passes', async () => {
         void Promise.reject(new TypeError('nobody waited for this'));
         await new Promise((resolve) => setTimeout(resolve, 50));
       });`,
    );
    const file = join(folder, 'report.json');
    const strayFile = join(folder, 'stray.json');
    const reporters = ['--reporter=json', `--reporter=${join(PROJECT, 'tools', 'stray-errors.ts')}`];
    const ended = await runProgram(
      process.execPath,
      [
        packageCommand('vitest', 'vitest'),
        'run',
        `--root=${folder}`,
        ...reporters,
        `--outputFile.json=${file}`,
      ],
      { cwd: folder, env: { ...process.env, [STRAY_ERRORS_FILE]: strayFile }, timeoutMs: 60_000 },
    );
    expect(countReportFile(file, 'unit', ended.code, strayFile)).toEqual({
      passed: 1,
      failures: [expect.stringMatching(/^unit, beside its tests: TypeError: nobody waited for this/)],
      skipped: [],
    });
  });

  it('is one line, with the first place of the project in its stack', () => {
    const stack =
      'Error: a\n    at x (/p/node_modules/y.js:1:1)\n    at open (/p/core/gate.ts:7:3)\n    at z (/p/a.ts:1:1)';
    expect(errorLine({ name: 'Error', message: 'two\n  lines', stack })).toBe(
      'Error: two lines (at open (/p/core/gate.ts:7:3))',
    );
    expect(errorLine({ message: 'bare' })).toBe('Error: bare');
  });
});

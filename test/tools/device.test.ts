import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT, packageCommand } from '../../tools/project.ts';
import { runProgram } from '../../tools/run-program.ts';
import { countReportFile, type Outcome } from '../../tools/summary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelog-device-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const device = JSON.stringify(join(PROJECT, 'test', 'support', 'device.ts'));
const TESTS = `
import { describeNeeding, itNeeding } from ${device};
itNeeding()('needs nothing', () => undefined);
itNeeding('pty')('scans', () => undefined);
describeNeeding('pty', 'xdotool')('a group', () => itNeeding()('scans too', () => undefined));
`;

/** Runs the tests above as a project of their own, on a machine whose PATH holds no program at all. */
async function runWithoutPrograms(env: NodeJS.ProcessEnv): Promise<Outcome> {
  writeFileSync(join(folder, 'device.test.ts'), TESTS);
  const report = join(folder, 'report.json');
  const args = ['run', `--root=${folder}`, '--reporter=json', `--outputFile.json=${report}`];
  const ended = await runProgram(process.execPath, [packageCommand('vitest', 'vitest'), ...args], {
    cwd: folder,
    env: { ...process.env, PATH: folder, GATELOG_REQUIRE_DEVICES: '', ...env },
    timeoutMs: 60_000,
  });
  return countReportFile(report, ended.output, ended.code);
}

describe('a test that needs a device which is not here', () => {
  it('is skipped, with the reason in its name', async () => {
    const reason = '[skipped: no pty: socat is not installed]';
    expect(await runWithoutPrograms({})).toEqual({
      passed: 1,
      failures: [],
      skipped: [`scans ${reason}`, `a group ${reason} scans too`],
    });
  });

  it('fails where every device is required', async () => {
    expect(await runWithoutPrograms({ GATELOG_REQUIRE_DEVICES: '1' })).toEqual({
      passed: 1,
      failures: ['scans', 'a group has the devices it needs'],
      skipped: [],
    });
  });
});

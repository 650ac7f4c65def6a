import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../core/errors.ts';
import { timestampMs } from '../../core/units.ts';
import { startProblem } from '../../main/electron/start-problem.ts';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { openDisplay } from '../../tools/display.ts';
import { findElectron } from '../../tools/electron-runtime.ts';
import { type Ended, runProgram } from '../../tools/run-program.ts';
import { testArguments } from '../../tools/sandbox.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { passage } from '../support/gate-log.ts';

const it = itNeeding('electron', 'display');

const ROOT = join(import.meta.dirname, '..', '..');

/** A data folder with a key and a log of some rows, as a kiosk leaves it. */
function makeData(): string {
  const data = join(testFolder(), 'data');
  mkdirSync(data);
  const path = join(data, 'gate.db');
  const log = openLog({
    path,
    key: logKey(join(data, 'log.key'), path),
    gateId: 'cong-chinh',
    newLogId: () => 'ab'.repeat(16),
    nowMs: () => timestampMs(Date.UTC(2026, 10, 24)),
  });
  for (let n = 1; n <= 200; n += 1) log.append([passage(n)]);
  log.close();
  return data;
}

/** Starts the real app over this folder and waits for its end. */
async function startOver(data: string, settings?: string): Promise<Ended> {
  const file = join(data, '..', 'settings.json');
  const whole = {
    site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
    gate: { slug: 'cong-chinh', name: 'Cổng chính' },
    fullscreen: false,
    dataFolder: data,
  };
  writeFileSync(file, settings ?? JSON.stringify(whole));
  const electron = await findElectron();
  const display = await openDisplay();
  onTestFinished(() => display.stop());
  return runProgram(electron.path, [...testArguments(electron.dir), ROOT, `--settings=${file}`], {
    env: { ...process.env, DISPLAY: display.display, GATELOG_NO_DIALOG: '1' },
    timeoutMs: 60_000,
  });
}

/** Every file of log and key with a hash of its content. The browser's and the diagnostics are not the log's. */
function contentOf(data: string): Record<string, string> {
  const files = readdirSync(data, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('diagnostics'),
  );
  return Object.fromEntries(
    files.map(({ name }) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(data, name)))
        .digest('hex'),
    ]),
  );
}

/** Flips one byte in each page of the database from this one on. */
function damage(data: string, fromPage: number): void {
  const file = join(data, 'gate.db');
  const bytes = readFileSync(file);
  for (let at = fromPage * 4096 + 100; at < bytes.length; at += 4096) bytes[at] = (bytes[at] ?? 0) ^ 255;
  writeFileSync(file, bytes);
}

/** What was done to the folder, and the code of the problem that is told for it. */
const DAMAGES: readonly (readonly [what: string, code: ErrorCode, damage: (data: string) => void])[] = [
  ['the key of another PC', 'log/wrong-key', (data) => writeFileSync(join(data, 'log.key'), '00'.repeat(32))],
  ['a key file that holds no key', 'key/invalid', (data) => writeFileSync(join(data, 'log.key'), 'no key')],
  ['a key file that is gone', 'key/missing', (data) => rmSync(join(data, 'log.key'))],
  ['a log damaged from its beginning', 'log/wrong-key', (data) => damage(data, 0)],
  ['a log damaged behind its beginning', 'log/corrupt', (data) => damage(data, 8)],
  ['a log cut in the middle', 'log/corrupt', (data) => truncateSync(join(data, 'gate.db'), 10 * 4096)],
];

/** Words of a problem without the error itself, which the start adds below. */
const wordsOf = (code: ErrorCode): string => startProblem({ code, message: '' }).trim();

describe('a start that cannot succeed', () => {
  it('says in Vietnamese and English what to do, ends with exit code 1 and leaves log and key as they were', async () => {
    for (const [what, code, doDamage] of DAMAGES) {
      const data = makeData();
      doDamage(data);
      const before = contentOf(data);
      const ended = await startOver(data);
      expect({ what, code: ended.code, said: ended.output.includes(wordsOf(code)) }).toEqual({
        what,
        code: 1,
        said: true,
      });
      expect({ what, ...contentOf(data) }).toEqual({ what, ...before });
    }
  });

  it('names what is wrong in a settings file, and makes no data folder for it', async () => {
    const data = join(testFolder(), 'none');
    const least = { site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' }, dataFolder: data };
    const wrong = [
      ['{ "site": ', 'the settings file is not JSON'],
      [JSON.stringify({ ...least, capcity: 3 }), 'capcity'],
      [JSON.stringify({ ...least, lanes: [{ name: 'A', direction: 'auto' }] }), 'auto needs onlyGate: true'],
    ] as const;
    for (const [text, named] of wrong) {
      const ended = await startOver(data, text);
      expect([ended.code, existsSync(data)]).toEqual([1, false]);
      expect(ended.output).toContain(wordsOf('settings/invalid'));
      expect(ended.output).toContain(named);
    }
  });

  it('says that the data folder cannot be made, and does not take that for a kiosk that runs', async () => {
    const data = makeData();
    const inside = join(data, 'log.key', 'gatelog');
    const least = { site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' }, dataFolder: inside };
    const ended = await startOver(data, JSON.stringify(least));
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(wordsOf('log/open-failed'));
    expect(ended.output).toContain(inside);
    expect(ended.output).not.toContain('already running');
  });
});

describe('its box on the screen', () => {
  const it = itNeeding('electron', 'display', 'xdotool');

  it('comes also where the settings could not be read, and the program ends when it is closed', async () => {
    const electron = await findElectron();
    const display = await openDisplay();
    onTestFinished(() => display.stop());
    const env: NodeJS.ProcessEnv = { ...process.env, DISPLAY: display.display };
    delete env['GATELOG_NO_DIALOG'];
    // A bare system has no locale set, and xdotool then finds no name with letters beyond ASCII.
    env['LC_ALL'] = 'C.UTF-8';
    const none = join(testFolder(), 'none.json');
    const running = runProgram(electron.path, [...testArguments(electron.dir), ROOT, `--settings=${none}`], {
      env,
      timeoutMs: 120_000,
    });
    // Its name is Sổ Cổng, which xdotool compares byte by byte; what it says is what is written to the standard error too.
    const box = async () =>
      (
        await runProgram('xdotool', ['search', '--onlyvisible', '--name', '^S.* C.*ng$'], { env })
      ).output.trim();
    await expect.poll(box, { timeout: 60_000 }).toMatch(/^\d+$/);
    // A box that has just come up may not listen to keys yet: whoever sees it stay presses once more.
    const pressed = async () => {
      const id = await box();
      if (id !== '') await runProgram('xdotool', ['windowfocus', id, 'key', 'Return'], { env });
      return id;
    };
    await expect.poll(pressed, { timeout: 60_000, interval: 500 }).toBe('');
    const ended = await running;
    expect([ended.code, ended.timedOut]).toEqual([1, false]);
    expect(ended.output).toContain(wordsOf('settings/unreadable'));
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { makeHands } from '../../tools/devices/hands.ts';
import { type Display, openDisplay } from '../../tools/display.ts';
import { trialPackage } from '../../tools/package.ts';
import { runProgram } from '../../tools/run-program.ts';
import { testArguments } from '../../tools/sandbox.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk, story } from '../support/rows.ts';

const it = itNeeding('electron', 'xvfb', 'pty', 'xdotool');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const PLAIN_CARD = '002199000002||TRAN THI MAU|01011999|Nu|Xa C|20042021';

/** Packing takes its time on a busy machine. */
const WAIT = { timeout: 90_000, interval: 200 };

let packed: string;
let folder: string;
let pty: PtyPair;
let display: Display;

/**
 * The package is driven from outside, as it stands at a gate: no debugger gets in. Every process that it starts
 * names the test's folder on its command line, which is how they are found and ended.
 */
beforeAll(async () => {
  packed = await trialPackage(() => undefined);
}, 600_000);
beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
  display = await openDisplay({ fresh: true });
  await writeFile(
    settingsFile(),
    JSON.stringify({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      onlyGate: true,
      lanes: [{ name: '1', direction: 'auto' }],
      repeatWindowSeconds: 2,
      scanners: [{ port: pty.device, baudRate: 115200 }],
      dataFolder: dataFolder(),
    }),
  );
});
afterEach(async () => {
  // The keepers first: what they keep would come back.
  for (const one of processes().filter((args) => args.includes('--keep-gatelog'))) end(one);
  for (const one of processes()) end(one);
  await expect.poll(processes, WAIT).toEqual([]);
  await display.stop();
  await pty.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const settingsFile = () => join(folder, 'settings.json');
const dataFolder = () => join(folder, 'data');
const environment = () => ({
  ...process.env,
  DISPLAY: display.display,
  XDG_CONFIG_HOME: join(folder, 'config'),
  GATELOG_NO_DIALOG: '1',
});
const start = (...args: string[]): ChildProcess =>
  spawn(join(packed, 'gatelog'), [...testArguments(packed), `--settings=${settingsFile()}`, ...args], {
    env: environment(),
    stdio: 'ignore',
  });

/** Command lines of the kiosk's own processes, with their numbers; Chromium's helpers end with them. */
const processes = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const args = readFileSync(join('/proc', name, 'cmdline'), 'utf8')
          .split('\0')
          .join(' ')
          .trim();
        return args.includes(settingsFile()) && !args.includes('--type=') ? [`${name} ${args}`] : [];
      } catch {
        return [];
      }
    });
const numberOf = (one: string | undefined): number => Number.parseInt(one ?? '', 10);
const end = (one: string | undefined): void => {
  process.kill(numberOf(one), 'SIGKILL');
};
const kiosks = () => processes().filter((args) => !args.includes('--keep-gatelog'));
const keepers = () => processes().filter((args) => args.includes('--keep-gatelog'));

const windowShown = async (): Promise<boolean> =>
  (await runProgram('xdotool', ['search', '--onlyvisible', '--name', '^Sổ Cổng$'], { env: environment() }))
    .code === 0;
const diagnostics = (code: string): number => {
  try {
    return readFileSync(join(dataFolder(), 'diagnostics.log'), 'utf8').split(`"code":"${code}"`).length - 1;
  } catch {
    return 0;
  }
};
/** The window is there, the page takes keys and the scanner's port is open, for the nth time. */
async function ready(times = 1): Promise<void> {
  await expect.poll(() => diagnostics('screen/listening'), WAIT).toBe(times);
  await expect.poll(() => diagnostics('scanner/ready'), WAIT).toBe(times);
  await expect.poll(windowShown, WAIT).toBe(true);
}
const kinds = () => (diagnostics('kiosk/opened') === 0 ? [] : story(dataFolder()));

/** Paths of everything in an archive (asar: a pickle with the JSON of its tree in front). */
function pathsIn(archive: string): readonly string[] {
  const bytes = readFileSync(archive);
  const tree: unknown = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString());
  const walk = (node: unknown, path: string): string[] => {
    const files = typeof node === 'object' && node !== null && 'files' in node ? node.files : null;
    return files === null || typeof files !== 'object'
      ? [path]
      : Object.entries(files ?? {}).flatMap(([name, inner]) => walk(inner, `${path}/${name}`));
  };
  return walk(tree, '');
}

describe('the packaged kiosk', () => {
  it('holds the gate’s own database and none of the office’s', () => {
    const paths = pathsIn(join(packed, 'resources', 'app.asar'));
    const holds = (name: string): boolean => paths.some((path) => path.includes(`/node_modules/${name}`));
    expect(['better-sqlite3/', '@duckdb/', 'pg', 'postgres-'].map(holds)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('starts, writes a scan by serial port and one by keyboard, and starts with the session of its account', async () => {
    start();
    await ready();
    await pty.send(`${CARD}\r\n`);
    await expect.poll(kinds, WAIT).toEqual(['in entered']);
    // No page to ask: the test sees what a person at the gate sees.
    const gone = (): never => {
      throw new Error('no page: keys come from xdotool');
    };
    const page = new Proxy({}, { get: gone }) as Parameters<typeof makeHands>[0];
    await makeHands(page, display.display, null).scan(PLAIN_CARD);
    await expect.poll(kinds, WAIT).toEqual(['in entered', 'in entered']);
    expect(rowsOnDisk(dataFolder()).map(({ source }) => source.replace(pty.device, 'PTY'))).toEqual([
      '',
      'serial:PTY',
      'wedge:',
    ]);
    expect(readFileSync(join(folder, 'config', 'autostart', 'gatelog.desktop'), 'utf8')).toContain(
      `Exec="${join(packed, 'gatelog')}" "--settings=${settingsFile()}"\n`,
    );
  });

  it('comes back by itself after it was killed, again and again, and goes on with its log', async () => {
    start();
    await ready();
    await pty.send(`${CARD}\r\n`);
    await expect.poll(kinds, WAIT).toEqual(['in entered']);
    end(kiosks()[0]);
    await ready(2);
    expect(kiosks()).toEqual([expect.stringContaining('--came-back=1')]);
    await pty.send(`${CARD}\r\n`);
    await expect.poll(kinds, WAIT).toEqual(['in entered', 'out left']);
    end(kiosks()[0]);
    await ready(3);
    expect(kiosks()).toEqual([expect.stringContaining('--came-back=2')]);
  });

  it('comes back also where it is killed again while it comes back', async () => {
    start();
    await ready();
    end(kiosks()[0]);
    await expect.poll(() => keepers().filter((args) => args.includes('--came-back=1')).length, WAIT).toBe(1);
    end(kiosks()[0]);
    const before = diagnostics('scanner/ready');
    await expect.poll(() => diagnostics('scanner/ready'), WAIT).toBe(before + 1);
    expect(kiosks()).toEqual([expect.stringContaining('--came-back=2')]);
    await pty.send(`${CARD}\r\n`);
    await expect.poll(kinds, WAIT).toEqual(['in entered']);
  });

  it('starts its keeper anew where only that was killed', async () => {
    start();
    await ready();
    await expect.poll(() => keepers().length, WAIT).toBe(1);
    const first = numberOf(keepers()[0]);
    end(keepers()[0]);
    await expect
      .poll(() => keepers().map(numberOf), WAIT)
      .toEqual([expect.toSatisfy((one) => one !== first)]);
    expect(diagnostics('kiosk/opened')).toBe(1);
  });

  it('stays away where it was ended on purpose, with its last row written', async () => {
    start();
    await ready();
    process.kill(numberOf(kiosks()[0]), 'SIGTERM');
    await expect.poll(processes, WAIT).toEqual([]);
    expect(rowsOnDisk(dataFolder()).map(({ kind }) => kind)).toEqual(['opened', 'closed']);
  });

  it('does not start with a switch that opens it to a debugger', async () => {
    for (const given of ['--inspect=0', '--remote-debugging-port=0', '--js-flags=--expose-gc']) {
      const ended = await runProgram(
        join(packed, 'gatelog'),
        [...testArguments(packed), `--settings=${settingsFile()}`, given],
        { env: environment(), timeoutMs: 60_000 },
      );
      expect([given, ended.code]).toEqual([given, 3]);
    }
    expect(diagnostics('kiosk/opened')).toBe(0);
  });

  it('no longer starts with the session where the settings say so', async () => {
    start();
    await ready();
    process.kill(numberOf(kiosks()[0]), 'SIGTERM');
    await expect.poll(processes, WAIT).toEqual([]);
    const settings = JSON.parse(readFileSync(settingsFile(), 'utf8')) as object;
    await writeFile(settingsFile(), JSON.stringify({ ...settings, startWithSystem: false }));
    start();
    await ready(2);
    expect(readdirSync(join(folder, 'config', 'autostart'))).toEqual([]);
  });
});

import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  parseDrives,
  type StartPowerShell,
  WINDOWS_SCRIPT,
  windowsFinder,
} from '../../../main/sticks/windows-finder.ts';

/** As ConvertTo-Json writes it. */
const drive = (change: Record<string, unknown> = {}) => ({
  device: 'E:',
  label: 'SỔ CỔNG',
  fileSystem: 'FAT32',
  sizeBytes: 15_999_000_000,
  freeBytes: 9_000_000_000,
  serial: '1234ABCD',
  readOnly: false,
  ...change,
});
const STICK = {
  device: 'E:',
  id: '1234ABCD/15999000000',
  label: 'SỔ CỔNG',
  fileSystem: 'fat32',
  sizeBytes: 15_999_000_000,
  freeBytes: 9_000_000_000,
  dead: false,
  readOnly: false,
  place: 'E:\\',
};

/** Stands in for PowerShell: prints these lines one after the other and stays, as the script does. */
const printing =
  (...lines: readonly string[]): StartPowerShell =>
  () => {
    const child = spawn(
      process.execPath,
      [
        '-e',
        `for (const line of ${JSON.stringify(lines)}) console.log(line); setInterval(() => undefined, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  };

describe('drives of Windows', () => {
  it('are read from a line of the script; a reader without a card has no size', () => {
    expect(parseDrives(JSON.stringify([drive(), drive({ device: 'F:', sizeBytes: null })]))).toEqual([STICK]);
    expect(parseDrives('[]')).toEqual([]);
    expect(parseDrives('PS C:\\>')).toBe(null);
    expect(parseDrives(JSON.stringify([drive({ device: '\\\\server' })]))).toBe(null);
  });

  it('are found by one look', async () => {
    const finder = windowsFinder(printing('warming up', JSON.stringify([drive()])));
    expect(await finder.look()).toEqual([STICK]);
  });

  it('are told of while somebody watches, and looking starts nothing more', async () => {
    const one = JSON.stringify([drive()]);
    const finder = windowsFinder(printing('[]', one));
    let told = 0;
    const end = finder.watch(() => {
      told += 1;
    });
    await expect.poll(() => told, { timeout: 20_000 }).toBe(2);
    expect(await finder.look()).toEqual([STICK]);
    end();
  });

  it('are found again where PowerShell ended by itself, and at once are none where it says nothing', async () => {
    const starts = [
      () => spawn(process.execPath, ['-e', "console.log('[]')"]),
      printing(JSON.stringify([drive()])),
    ];
    let nth = -1;
    const finder = windowsFinder(() => {
      nth += 1;
      return (starts[nth] ?? printing())();
    }, 10);
    let told = 0;
    const end = finder.watch(() => {
      told += 1;
    });
    await expect.poll(() => told, { timeout: 20_000 }).toBe(2);
    expect(await finder.look()).toEqual([STICK]);
    end();
    const silent = windowsFinder(() => spawn(process.execPath, ['-e', '']));
    expect(await silent.look()).toEqual([]);
  });

  it('are none where there is no PowerShell', async () => {
    const finder = windowsFinder(() => spawn('/nowhere/powershell.exe'));
    expect(await finder.look()).toEqual([]);
  });

  it('are asked for without anything that came from outside', () => {
    expect(WINDOWS_SCRIPT).not.toMatch(/Invoke-Expression|iex|\$args/i);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Stick } from '../../../main/sticks/stick.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugExfat } from '../../support/mount.ts';
import { startWindows, windowsPath } from '../../support/windows.ts';

const itOnWindows = itNeeding('windows', 'exfat');
const MINUTES_MS = 240_000;
const PATIENT = { timeout: 60_000 };

/** Wine knows no exFAT: it takes a volume's name and number from these files. */
function named(place: string, label: string, serial: string): void {
  writeFileSync(join(place, '.windows-label'), label);
  writeFileSync(join(place, '.windows-serial'), serial);
}

/** Answers so far: when (Unix ms) and what was found. */
const toldIn = (file: string): readonly (readonly [number, readonly Stick[]])[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

describe('a stick on Windows', () => {
  itOnWindows(
    'is found when it is plugged in, with its name and its room, and missed when it is pulled out',
    async () => {
      const folder = testFolder();
      const stick = plugExfat(join(folder, 'stick.img'), join(folder, 'stick'), 16);
      named(stick.place, 'SỔ CỔNG', '1234ABCD');
      const pc = startWindows();
      const told = join(folder, 'told');
      pc.start('test/support/windows/watch.ts', windowsPath(told));
      const newest = () => toldIn(told).at(-1)?.[1];
      await expect.poll(newest, PATIENT).toEqual([]);

      const pluggedMs = pc.plug('E', stick.place, stick.device);
      await expect.poll(newest, PATIENT).toEqual([
        {
          device: 'E:',
          id: '1234ABCD/16777216',
          label: 'SỔ CỔNG',
          fileSystem: 'ntfs',
          sizeBytes: 16_777_216,
          freeBytes: expect.any(Number),
          dead: false,
          readOnly: false,
          place: 'E:\\',
        },
      ]);
      const foundMs = (toldIn(told).at(-1)?.[0] ?? 0) - pluggedMs;
      console.log(`found ${foundMs} ms after it was plugged in`);

      pc.pull('E');
      await expect.poll(newest, PATIENT).toEqual([]);
    },
    MINUTES_MS,
  );
});

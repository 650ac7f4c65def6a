import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFolder } from '../../../main/delivery/check-folder.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { mountTmpfs, remount } from '../../support/mount.ts';

/** The steps that began, and what came of it. */
async function check(folder: string): Promise<unknown> {
  const steps: string[] = [];
  const ended = await checkFolder(folder, (step) => steps.push(step)).then(
    () => 'passed',
    (error) => [error.code, error.context.step],
  );
  return [steps.join(' '), ended];
}

it('a folder passes every step, and nothing stays in it', async () => {
  const folder = testFolder();
  expect(await check(folder)).toEqual(['find write rename read delete', 'passed']);
  expect(readdirSync(folder)).toEqual([]);
});

it('a folder loses what a trial left there that never came to its end, and nothing else', async () => {
  const folder = testFolder();
  const names = [
    'gatelog-test-0123456789ab',
    'gatelog-test-0123456789ab.partial',
    'gatelog-test-of-mine',
    'so.txt',
  ];
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), hourAgo, hourAgo);
  }
  writeFileSync(join(folder, 'gatelog-test-ba9876543210.partial'), 'another gate, just now');
  expect(await check(folder)).toEqual(['find write rename read delete', 'passed']);
  expect(readdirSync(folder).sort()).toEqual([
    'gatelog-test-ba9876543210.partial',
    'gatelog-test-of-mine',
    'so.txt',
  ]);
});

it('a folder that is not there, or is a file, fails where it is looked for', async () => {
  const file = join(testFolder(), 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(testFolder(), 'absent')])
    expect(await check(folder)).toEqual(['find', ['delivery/gone', 'find']]);
});

itNeeding('mount')('a folder that is read-only or full fails where it is written to', async () => {
  const place = join(testFolder(), 'small');
  mountTmpfs(place, 128);
  expect(await check(place)).toEqual(['find write', ['delivery/no-space', 'write']]);
  expect(readdirSync(place)).toEqual([]);
  remount(place, 'ro');
  expect(await check(place)).toEqual(['find write', ['delivery/read-only', 'write']]);
});

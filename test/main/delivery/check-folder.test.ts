import { readdirSync, writeFileSync } from 'node:fs';
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

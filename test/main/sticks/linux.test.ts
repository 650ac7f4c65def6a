import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished } from 'vitest';
import { linuxFinder } from '../../../main/sticks/linux-finder.ts';
import { linuxMounts } from '../../../main/sticks/linux-mounts.ts';
import type { Stick } from '../../../main/sticks/stick.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugExfat } from '../../support/mount.ts';

const it = itNeeding('exfat');

function plug(label = '') {
  const folder = testFolder();
  const plugged = plugExfat(join(folder, 'stick.img'), join(folder, 'stick'), 16, label);
  const finder = linuxFinder([plugged.device]);
  const find = async (): Promise<Stick> => {
    const stick = (await finder.look()).find(({ device }) => device === plugged.device);
    if (stick === undefined) throw new Error('the stick was not found');
    return stick;
  };
  const mounts = linuxMounts({ folder: join(folder, 'own'), sleep });
  onTestFinished(() => plugged.eject());
  return { ...plugged, finder, find, mounts, folder };
}

describe('a stick on this PC', () => {
  it('is found with its name, file system, size, room and place', async () => {
    const { find, device, place } = plug('USB CỔNG');
    expect(await find()).toEqual({
      device,
      id: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}\/16777216$/),
      label: 'USB CỔNG',
      fileSystem: 'exfat',
      sizeBytes: 16 << 20,
      freeBytes: expect.any(Number),
      readOnly: false,
      place,
    });
  });

  it('is none where it is not named and the system does not call it removable', async () => {
    const { device } = plug();
    expect((await linuxFinder([]).look()).map((stick) => stick.device)).not.toContain(device);
  });

  it('is unmounted and mounted again in its place, with everything that was written', async () => {
    const { find, mounts, place } = plug();
    writeFileSync(join(place, 'file'), 'kept');
    expect(await mounts.unmount(await find())).toBe(true);
    expect(existsSync(join(place, 'file'))).toBe(false);
    expect(await find()).toMatchObject({ place: null, freeBytes: null, fileSystem: 'exfat' });
    expect(await mounts.mount(await find())).toBe(place);
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('kept');
  });

  it('that nobody mounted is mounted in a folder of the kiosk, which goes with it', async () => {
    const { find, mounts, eject, folder, device } = plug();
    eject();
    const place = await mounts.mount(await find());
    expect(place).toBe(join(folder, 'own', device.slice('/dev/'.length)));
    expect(await mounts.mount(await find())).toBe(place);
    expect(await mounts.unmount(await find())).toBe(true);
    expect(existsSync(String(place))).toBe(false);
  });

  it('stays where somebody else uses it, and that is said', async () => {
    const { find, mounts, place } = plug();
    const held = await import('node:fs/promises').then(({ open }) => open(join(place, 'held'), 'w'));
    try {
      expect(await mounts.unmount(await find())).toBe(false);
      expect((await find()).place).toBe(place);
    } finally {
      await held.close();
    }
  });

  it('that was pulled out in use lies there dead until it is taken away', async () => {
    const { find, mounts, place, tearOut } = plug();
    tearOut();
    expect(await find()).toMatchObject({ place, freeBytes: null });
    await mounts.takeAway(await find());
    expect((await find()).place).toBe(null);
  });

  it('is told of when it is mounted and unmounted', async () => {
    const { finder, eject, plugAgain } = plug();
    let told = 0;
    const end = finder.watch(() => {
      told += 1;
    });
    onTestFinished(end);
    // The first look at the tables is what later ones are compared with.
    await sleep(0);
    for (const act of [eject, plugAgain]) {
      const before = told;
      act();
      await expect.poll(() => told, { timeout: 20_000 }).toBeGreaterThan(before);
    }
  });
});

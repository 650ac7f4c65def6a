import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { linuxFinder } from '../../../main/sticks/linux-finder.ts';
import { itNeeding } from '../../support/device.ts';
import { plugStick, systemOf } from '../../support/sticks.ts';

const it = itNeeding('exfat');

describe('a stick on this PC', () => {
  it('is found with its name, file system, size, room and place', async () => {
    const { find, device, place } = plugStick(16, 'USB CỔNG');
    expect(await find()).toEqual({
      device,
      id: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}\/16777216$/),
      label: 'USB CỔNG',
      fileSystem: 'exfat',
      sizeBytes: 16 << 20,
      freeBytes: expect.any(Number),
      dead: false,
      readOnly: false,
      place,
    });
  });

  it('is none where it is not named and the system does not call it removable', async () => {
    const { device } = plugStick();
    expect((await linuxFinder([]).look()).map((stick) => stick.device)).not.toContain(device);
  });

  it('is unmounted and mounted again in its place, with everything that was written', async () => {
    const { find, system, place } = plugStick();
    const { mounts } = system;
    writeFileSync(join(place, 'file'), 'kept');
    expect(await mounts.unmount(await find())).toBe(true);
    expect(existsSync(join(place, 'file'))).toBe(false);
    expect(await find()).toMatchObject({ place: null, freeBytes: null, fileSystem: 'exfat' });
    expect(await mounts.mount(await find())).toBe(place);
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('kept');
  });

  it('that nobody mounted is mounted in a folder of the kiosk, which goes with it', async () => {
    const { find, system, eject, place: before, device } = plugStick();
    const { mounts } = system;
    eject();
    const place = await mounts.mount(await find());
    expect(place).toBe(join(before, '..', 'own', device.slice('/dev/'.length)));
    expect(await mounts.mount(await find())).toBe(place);
    expect(await mounts.unmount(await find())).toBe(true);
    expect(existsSync(String(place))).toBe(false);
  });

  it('stays where somebody else uses it, and that is said', async () => {
    const { find, system, place } = plugStick();
    const { mounts } = system;
    const held = await open(join(place, 'held'), 'w');
    try {
      expect(await mounts.unmount(await find())).toBe(false);
      expect((await find()).place).toBe(place);
    } finally {
      await held.close();
    }
  });

  it('that was pulled out in use lies there dead until it is taken away', async () => {
    const { find, system, place, tearOut } = plugStick();
    const { mounts } = system;
    tearOut();
    expect(await find()).toMatchObject({ place, freeBytes: null, dead: true });
    await mounts.takeAway(await find());
    expect((await find()).place).toBe(null);
  });

  it('that hangs hides no other, is not taken for one that was pulled out, and answers again', async () => {
    const hung = plugStick();
    const well = plugStick();
    const { finder } = systemOf(hung.image.replace('stick.img', ''), [hung.device, well.device]);
    const looked = async () =>
      (await finder.look()).map(({ device, freeBytes, dead }) => [device, freeBytes !== null, dead]);
    hung.hang();
    try {
      expect(await looked()).toEqual(
        [
          [hung.device, false, false],
          [well.device, true, false],
        ].sort(),
      );
    } finally {
      hung.goOn();
    }
    await expect.poll(looked).toEqual(
      [
        [hung.device, true, false],
        [well.device, true, false],
      ].sort(),
    );
  });

  it('is told of when it is mounted and unmounted', async () => {
    const { system, eject, plugAgain } = plugStick();
    let told = 0;
    const end = system.finder.watch(() => {
      told += 1;
    });
    onTestFinished(end);
    for (const act of [eject, plugAgain]) {
      const before = told;
      act();
      await expect.poll(() => told).toBeGreaterThan(before);
    }
  });
});

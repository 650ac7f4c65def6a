import { describe, expect, it } from 'vitest';
import { sticksFrom } from '../../../main/sticks/lsblk.ts';

/** A device as lsblk lists it; everything that a test does not name is empty. */
const device = (path: string, change: Record<string, unknown> = {}) => ({
  path,
  pkname: null,
  type: 'disk',
  label: null,
  uuid: null,
  fstype: null,
  size: 16_000_000_000,
  ro: false,
  rm: false,
  hotplug: false,
  tran: null,
  mountpoint: null,
  serial: null,
  ...change,
});
const ROOM = { freeBytes: 9_000_000_000, dead: false };
const find = (devices: readonly unknown[], alsoDevices: readonly string[] = [], readOnly: string[] = []) =>
  sticksFrom({
    listed: JSON.stringify({ blockdevices: devices }),
    alsoDevices,
    facts: () => Promise.resolve(null),
    room: () => Promise.resolve(ROOM),
    readOnlyMounts: new Set(readOnly),
  });
const names = async (...given: Parameters<typeof find>) => (await find(...given)).map((one) => one.device);

const DISK = device('/dev/sda', { tran: 'sata' });
const SYSTEM = device('/dev/sda1', { pkname: 'sda', type: 'part', fstype: 'ext4', mountpoint: '/' });
const USB = device('/dev/sdb', { rm: true, hotplug: true, tran: 'usb', serial: 'ABC123' });
const PART = device('/dev/sdb1', {
  pkname: 'sdb',
  type: 'part',
  label: 'SỔ CỔNG',
  uuid: '1234-ABCD',
  fstype: 'vfat',
  size: 15_999_000_000,
  mountpoint: '/media/gate/SO',
});

describe('what lsblk lists', () => {
  it('gives a stick with its own and its maker’s number', async () => {
    expect(await find([DISK, SYSTEM, USB, PART])).toEqual([
      {
        device: '/dev/sdb1',
        id: '1234-ABCD/ABC123/15999000000',
        label: 'SỔ CỔNG',
        fileSystem: 'vfat',
        sizeBytes: 15_999_000_000,
        ...ROOM,
        readOnly: false,
        place: '/media/gate/SO',
      },
    ]);
  });

  it('is understood as a tree and as older ones write it, with numbers and yes or no as text', async () => {
    const old = { ...PART, ro: '1', rm: '0', size: '15999000000' };
    const [stick] = await find([{ ...USB, rm: '1', hotplug: '1', ro: '0', children: [old] }]);
    expect(stick).toMatchObject({ device: '/dev/sdb1', sizeBytes: 15_999_000_000, readOnly: true });
  });

  it('has no stick on the disk that the system runs from, even where it runs from USB', async () => {
    for (const mountpoint of ['/', '/boot/efi', '/home', '[SWAP]']) {
      const system = { ...PART, device: '/dev/sdb2', path: '/dev/sdb2', mountpoint };
      expect(await names([USB, PART, system]), mountpoint).toEqual([]);
    }
  });

  it('has sticks that are fixed only where somebody names them', async () => {
    const card = device('/dev/mmcblk0', {});
    const part = device('/dev/mmcblk0p1', { pkname: 'mmcblk0', type: 'part', fstype: 'exfat' });
    expect(await names([card, part])).toEqual([]);
    expect(await names([card, part], ['/dev/mmcblk0p1'])).toEqual(['/dev/mmcblk0p1']);
  });

  it('shows a stick without a file system, but no reader without a card, no CD and nothing that holds no files', async () => {
    const empty = device('/dev/sdc', { rm: true, size: 0 });
    const raw = device('/dev/sdd', { rm: true });
    const cd = device('/dev/sr0', { rm: true, type: 'rom', fstype: 'iso9660' });
    const locked = { ...PART, path: '/dev/sdb2', fstype: 'crypto_LUKS' };
    const sticks = await find([empty, raw, cd, USB, PART, locked]);
    expect(sticks.map(({ device: name, fileSystem }) => [name, fileSystem])).toEqual([
      ['/dev/sdb1', 'vfat'],
      ['/dev/sdd', ''],
    ]);
  });

  it('is read-only where the device, its disk or the mount is', async () => {
    const readOnly = async (...given: Parameters<typeof find>) => (await find(...given))[0]?.readOnly;
    expect([
      await readOnly([USB, PART]),
      await readOnly([USB, { ...PART, ro: true }]),
      await readOnly([{ ...USB, ro: true }, PART]),
      await readOnly([USB, PART], [], ['/dev/sdb1']),
    ]).toEqual([false, true, true, true]);
  });

  it('is nothing where it is no answer of lsblk', async () => {
    for (const listed of ['', 'lsblk: not found', '{}', '{"blockdevices":[{}]}']) {
      const parts = {
        alsoDevices: [],
        facts: () => Promise.resolve(null),
        room: () => Promise.resolve(ROOM),
        readOnlyMounts: new Set<string>(),
      };
      expect(await sticksFrom({ listed, ...parts }), listed).toEqual([]);
    }
  });
});

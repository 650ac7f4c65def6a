import { z } from 'zod';
import type { Stick } from './stick.ts';

/**
 * Columns of lsblk(8) that are asked for. MOUNTPOINT and not MOUNTPOINTS: util-linux before 2.37 has only that. Not
 * FSAVAIL: for that it asks every file system, and one stick that hangs would hide all others.
 */
export const LSBLK_ARGS = [
  '--json',
  '--bytes',
  '--output',
  'PATH,PKNAME,TYPE,LABEL,UUID,FSTYPE,SIZE,RO,RM,HOTPLUG,TRAN,MOUNTPOINT,SERIAL',
] as const;

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
/** Older ones write numbers and yes or no as text. */
const whole = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((given) => given ?? null);
const yes = z
  .union([z.boolean(), z.enum(['0', '1'])])
  .nullish()
  .transform((given) => given === true || given === '1');

interface DeviceRow {
  readonly path: string;
  readonly pkname: string;
  readonly type: string;
  readonly label: string;
  readonly uuid: string;
  readonly fstype: string;
  readonly size: number | null;
  readonly ro: boolean;
  readonly rm: boolean;
  readonly hotplug: boolean;
  readonly tran: string;
  readonly mountpoint: string;
  readonly serial: string;
  readonly children: readonly DeviceRow[];
}

const device: z.ZodType<DeviceRow> = z.lazy(() =>
  z.object({
    path: z.string(),
    pkname: text,
    type: text,
    label: text,
    uuid: text,
    fstype: text,
    size: whole,
    ro: yes,
    rm: yes,
    hotplug: yes,
    tran: text,
    mountpoint: text,
    serial: text,
    children: z
      .array(device)
      .nullish()
      .transform((given) => given ?? []),
  }),
);
const answer = z.object({ blockdevices: z.array(device) });

/** Places that the system itself lives in: a disk with one of them is no stick, even where it started from USB. */
const SYSTEM = /^(\/|\/boot(\/.*)?|\/usr|\/var|\/home|\/opt|\/srv|\[SWAP\])$/;
/** What is no place for files, or not one that can be written. */
const NO_FILES = new Set([
  'swap',
  'crypto_LUKS',
  'LVM2_member',
  'linux_raid_member',
  'squashfs',
  'iso9660',
  'udf',
]);

/** What else tells of a file system: lsblk itself knows none where udev does not run. */
export interface FileSystemFacts {
  readonly fileSystem: string;
  readonly label: string;
  readonly uuid: string;
}

/** Room of a mounted file system; both fields tell nothing where it hangs. */
export type Room = Pick<Stick, 'freeBytes' | 'dead'>;

export interface SticksFromInput {
  /** What lsblk printed. */
  readonly listed: string;
  /** Devices that are taken for sticks though the system calls them fixed. */
  readonly alsoDevices: readonly string[];
  readonly facts: (device: string) => Promise<FileSystemFacts | null>;
  /** Room of a file system that is mounted there. */
  readonly room: (place: string) => Promise<Room>;
  /** Devices that are mounted read-only, whatever the device itself allows. */
  readonly readOnlyMounts: ReadonlySet<string>;
}

/**
 * Every stick in lsblk's answer: what can be pulled out, or is named, has room for files, and is not the disk that the
 * system runs from. Answers none where the text is not lsblk's.
 */
export async function sticksFrom(input: SticksFromInput): Promise<readonly Stick[]> {
  let rows: readonly DeviceRow[];
  try {
    rows = flat(answer.parse(JSON.parse(input.listed)).blockdevices);
  } catch {
    return [];
  }
  const sticks: Stick[] = [];
  for (const disk of rows.filter((row) => row.pkname === '')) {
    const family = familyOf(disk, rows);
    const named = family.some((row) => input.alsoDevices.includes(row.path));
    const comesOff = named || family.some((row) => row.rm || row.hotplug || row.tran === 'usb');
    if (!comesOff || family.some((row) => SYSTEM.test(row.mountpoint))) continue;
    if (!named && disk.type !== 'disk') continue;
    for (const row of family) {
      // A disk with partitions is not itself written to, and a reader without a card has no size.
      if ((row.size ?? 0) === 0 || family.some((one) => one.pkname === nameOf(row))) continue;
      sticks.push(...(await stickOf(row, disk, input)));
    }
  }
  return sticks.sort((a, b) => (a.device < b.device ? -1 : 1));
}

async function stickOf(row: DeviceRow, disk: DeviceRow, input: SticksFromInput): Promise<readonly Stick[]> {
  const known =
    row.fstype === ''
      ? await input.facts(row.path)
      : { fileSystem: row.fstype, label: row.label, uuid: row.uuid };
  const fileSystem = known?.fileSystem ?? '';
  if (NO_FILES.has(fileSystem)) return [];
  const uuid = known?.uuid ?? '';
  return [
    {
      device: row.path,
      // Stamped at formatting and often only 32 bits; with maker's number and size two rarely share it.
      id:
        uuid === ''
          ? null
          : [uuid, row.serial || disk.serial, row.size].filter((part) => part !== '').join('/'),
      label: known?.label ?? '',
      fileSystem: fileSystem.toLowerCase(),
      sizeBytes: row.size ?? 0,
      ...(row.mountpoint === '' ? { freeBytes: null, dead: false } : await input.room(row.mountpoint)),
      readOnly: row.ro || disk.ro || input.readOnlyMounts.has(row.path),
      place: row.mountpoint === '' ? null : row.mountpoint,
    },
  ];
}

const nameOf = (row: DeviceRow): string => row.path.split('/').at(-1) ?? '';
const flat = (rows: readonly DeviceRow[]): readonly DeviceRow[] =>
  rows.flatMap((row) => [row, ...flat(row.children)]);

/** A disk and everything on it. */
function familyOf(disk: DeviceRow, rows: readonly DeviceRow[]): readonly DeviceRow[] {
  const children = rows.filter((row) => row.pkname !== '' && row.pkname === nameOf(disk));
  return [disk, ...children.flatMap((child) => familyOf(child, rows))];
}

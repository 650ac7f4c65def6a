import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VolumeFacts, WindowsDrives } from '../../../main/sticks/windows-drives.ts';
import type { FromDriveReader } from '../../../main/sticks/windows-messages.ts';
import { createDriveReader } from '../../../main/sticks/windows-reader.ts';

const FACTS: VolumeFacts = {
  label: 'SỔ CỔNG',
  fileSystem: 'exFAT',
  serial: 0x1234abcd,
  sizeBytes: 16_000_000_000,
  freeBytes: 9_000_000_000,
  readOnly: false,
};

/** A PC whose drives the test changes; `null` is a reader without a card. */
function pc(system = 'C:') {
  const removable = new Map<string, VolumeFacts | null>();
  const fixed = new Map<string, VolumeFacts | null>([
    ['C:', FACTS],
    ['D:', FACTS],
  ]);
  const asked: string[] = [];
  const drives: WindowsDrives = {
    removable: () => [...removable.keys()],
    all: () => [...fixed.keys(), ...removable.keys()],
    system,
    volume: (drive) => {
      asked.push(drive);
      return removable.get(drive) ?? fixed.get(drive) ?? null;
    },
  };
  const told: FromDriveReader[] = [];
  const reader = createDriveReader(drives, (message) => told.push(message), 500);
  const take = (): FromDriveReader[] => told.splice(0);
  return { removable, asked, reader, take };
}
const nothing = { type: 'drives', id: null, drives: [], left: [] };
const found = (...devices: readonly string[]) => ({
  ...nothing,
  drives: devices.map((device) => ({ device, ...FACTS })),
});
const begin = (also: string[] = [], leave: string[] = []) => ({ type: 'begin' as const, also, leave });

describe('the process that looks at drives of Windows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells of a new letter within half a second, and says which drive it asks', () => {
    const { removable, reader, take } = pc();
    reader.hear(begin());
    expect(take()).toEqual([nothing]);
    vi.advanceTimersByTime(500);
    expect(take()).toEqual([]);
    removable.set('E:', FACTS);
    vi.advanceTimersByTime(500);
    expect(take()).toEqual([{ type: 'asking', device: 'E:' }, found('E:')]);
    removable.delete('E:');
    vi.advanceTimersByTime(500);
    expect(take()).toEqual([nothing]);
    reader.end();
  });

  it('asks a reader for cards every two seconds: a card brings no new letter', () => {
    const { removable, reader, take } = pc();
    removable.set('F:', null);
    reader.hear(begin());
    expect(take()).toEqual([{ type: 'asking', device: 'F:' }, nothing]);
    removable.set('F:', FACTS);
    vi.advanceTimersByTime(2000);
    expect(take()).toEqual([{ type: 'asking', device: 'F:' }, found('F:')]);
    reader.end();
  });

  it('answers a look at once', () => {
    const { removable, reader, take } = pc();
    reader.hear(begin());
    take();
    removable.set('E:', FACTS);
    reader.hear({ type: 'look', id: 7 });
    expect(take()).toEqual([
      { type: 'asking', device: 'E:' },
      { ...found('E:'), id: 7 },
    ]);
    reader.end();
  });

  it('takes a fixed drive for a stick where it is told to, but never the one that Windows runs from', () => {
    const { reader, take } = pc();
    reader.hear(begin(['C:', 'D:', 'X:']));
    expect(take()).toEqual([{ type: 'asking', device: 'D:' }, found('D:')]);
    reader.end();
  });

  it('leaves a drive alone that held up the process before it, until it was pulled out', () => {
    const { removable, asked, reader, take } = pc();
    removable.set('E:', FACTS).set('F:', FACTS);
    reader.hear(begin([], ['E:']));
    expect(take()).toEqual([
      { type: 'asking', device: 'F:' },
      { ...found('F:'), left: ['E:'] },
    ]);
    vi.advanceTimersByTime(10_000);
    expect(asked).not.toContain('E:');
    take();
    removable.delete('E:');
    vi.advanceTimersByTime(500);
    expect(take()).toEqual([{ type: 'asking', device: 'F:' }, found('F:')]);
    removable.set('E:', FACTS);
    vi.advanceTimersByTime(500);
    expect(asked).toContain('E:');
    reader.end();
  });
});

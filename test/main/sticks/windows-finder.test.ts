import { describe, expect, it } from 'vitest';
import type { WorkerProcess } from '../../../main/delivery/target.ts';
import type { Stick } from '../../../main/sticks/stick.ts';
import { windowsFinder } from '../../../main/sticks/windows-finder.ts';
import type { Drive, FromDriveReader, ToDriveReader } from '../../../main/sticks/windows-messages.ts';

const drive = (device: string, change: Partial<Drive> = {}): Drive => ({
  device,
  label: 'SỔ CỔNG',
  fileSystem: 'FAT32',
  serial: 0x1234abcd,
  sizeBytes: 15_999_000_000,
  freeBytes: 9_000_000_000,
  readOnly: false,
  ...change,
});
const stick = (device: string, change: Partial<Stick> = {}): Stick => ({
  device,
  id: '1234ABCD/15999000000',
  label: 'SỔ CỔNG',
  fileSystem: 'fat32',
  sizeBytes: 15_999_000_000,
  freeBytes: 9_000_000_000,
  dead: false,
  readOnly: false,
  place: `${device}\\`,
  ...change,
});
const drives = (id: number | null, found: readonly Drive[], left: string[] = []): FromDriveReader => ({
  type: 'drives',
  id,
  drives: [...found],
  left,
});

/** Stands in for the process, whose answers the test writes: a drive that hangs cannot be had for real. */
class Process implements WorkerProcess {
  readonly heard: ToDriveReader[] = [];
  isKilled = false;
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #exits: ((code: number | null) => void)[] = [];
  readonly #answer: (message: ToDriveReader, process: Process) => void;
  constructor(answer: (message: ToDriveReader, process: Process) => void) {
    this.#answer = answer;
  }
  send(message: unknown): void {
    this.heard.push(message as ToDriveReader);
    queueMicrotask(() => this.#answer(message as ToDriveReader, this));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exits.push(listener);
  }
  kill(): void {
    this.isKilled = true;
    this.exit();
  }
  post(message: unknown): void {
    for (const listener of this.#messages) listener(message);
  }
  exit(): void {
    for (const listener of this.#exits) listener(null);
  }
}

/** A finder whose processes answer in turn; the last answers for all after it. */
function finderWith(...answers: readonly ((message: ToDriveReader, process: Process) => void)[]) {
  const processes: Process[] = [];
  const finder = windowsFinder({
    start: () => {
      const answer = answers[Math.min(processes.length, answers.length - 1)] ?? (() => undefined);
      const process = new Process(answer);
      processes.push(process);
      return process;
    },
    alsoDevices: ['F:', '/dev/mmcblk0p1'],
    hungAfterMs: 50,
    firstAfterMs: 200,
    againMs: 20,
  });
  return { finder, processes };
}
/** Answers everything with these drives. */
const having =
  (...found: readonly Drive[]) =>
  (message: ToDriveReader, process: Process): void =>
    process.post(drives(message.type === 'look' ? message.id : null, found));

describe('sticks of a Windows PC', () => {
  it('are found by one look, whose process ends with it', async () => {
    const { finder, processes } = finderWith(having(drive('G:'), drive('E:')));
    expect(await finder.look()).toEqual([stick('E:'), stick('G:')]);
    expect(processes.map(({ heard, isKilled }) => ({ heard, isKilled }))).toEqual([
      {
        heard: [
          { type: 'begin', also: ['F:'], leave: [] },
          { type: 'look', id: 1 },
        ],
        isKilled: true,
      },
    ]);
  });

  it('have no place where Windows can read no file system, and no number where they have none', async () => {
    const bare = { label: '', fileSystem: '', serial: 0, sizeBytes: 0, freeBytes: null };
    const { finder } = finderWith(having(drive('E:', bare)));
    expect(await finder.look()).toEqual([
      stick('E:', { id: null, label: '', fileSystem: '', sizeBytes: 0, freeBytes: null, place: null }),
    ]);
  });

  it('are told of while somebody watches, once for each change, by one process', async () => {
    const { finder, processes } = finderWith(having());
    let told = 0;
    const end = finder.watch(() => {
      told += 1;
    });
    expect(await finder.look()).toEqual([]);
    processes[0]?.post(drives(null, [drive('E:')]));
    processes[0]?.post(drives(null, [drive('E:')]));
    processes[0]?.post({ type: 'drives', drives: 'nonsense' });
    expect(told).toBe(1);
    end();
    expect(processes.map(({ isKilled }) => isKilled)).toEqual([true]);
  });

  it('are found again where the process ended by itself', async () => {
    const { finder, processes } = finderWith(having(), having(drive('E:')));
    const end = finder.watch(() => undefined);
    expect(await finder.look()).toEqual([]);
    processes[0]?.exit();
    await expect.poll(() => finder.look()).toEqual([stick('E:')]);
    expect(processes.length).toBe(2);
    end();
  });

  it('hide no other where one hangs: the process is given up, and the next leaves that drive alone', async () => {
    let hangs = false;
    const { finder, processes } = finderWith(
      (message, process) => {
        process.post({ type: 'asking', device: 'E:' });
        if (hangs) return;
        process.post(drives(message.type === 'look' ? message.id : null, [drive('E:'), drive('G:')]));
      },
      (message, process) =>
        process.post(drives(message.type === 'look' ? message.id : null, [drive('G:')], ['E:'])),
    );
    let told = 0;
    const end = finder.watch(() => {
      told += 1;
    });
    expect(await finder.look()).toEqual([stick('E:'), stick('G:')]);
    hangs = true;
    told = 0;
    const roomless = stick('E:', { freeBytes: null });
    expect(await finder.look()).toEqual([roomless, stick('G:')]);
    expect(told).toBe(1);
    await expect.poll(() => processes[1]?.heard[0]).toEqual({ type: 'begin', also: ['F:'], leave: ['E:'] });
    expect(await finder.look()).toEqual([roomless, stick('G:')]);
    processes[1]?.post(drives(null, [drive('G:')]));
    processes[1]?.post(drives(null, [drive('E:'), drive('G:')]));
    expect(processes.map(({ isKilled }) => isKilled)).toEqual([true, false]);
    end();
  });

  it('are told of also where one hung before it was ever known: as one that does not answer', async () => {
    const hung: Stick = {
      device: 'E:',
      id: null,
      label: '',
      fileSystem: '',
      sizeBytes: 0,
      freeBytes: null,
      dead: false,
      hangs: true,
      readOnly: false,
      place: null,
    };
    let isThere = true;
    const { finder, processes } = finderWith(
      (_, process) => process.post({ type: 'asking', device: 'E:' }),
      (message, process) =>
        process.post(
          drives(message.type === 'look' ? message.id : null, [drive('G:')], isThere ? ['E:'] : []),
        ),
    );
    const end = finder.watch(() => undefined);
    expect(await finder.look()).toEqual([hung]);
    await expect.poll(() => processes.length).toBe(2);
    expect(await finder.look()).toEqual([hung, stick('G:')]);
    // Pulled out.
    isThere = false;
    expect(await finder.look()).toEqual([stick('G:')]);
    end();
    isThere = true;
    // The drive is left alone from one watch to the next, and told of all the same.
    const again = finder.watch(() => undefined);
    expect(await finder.look()).toEqual([hung, stick('G:')]);
    again();
  });

  it('are none where the process says nothing at all', async () => {
    const { finder, processes } = finderWith(() => undefined);
    expect(await finder.look()).toEqual([]);
    expect(processes.map(({ isKilled }) => isKilled)).toEqual([true]);
  });
});

import type { WorkerProcess } from '../delivery/target.ts';
import type { Stick, StickFinder } from './stick.ts';
import { type Drive, driveName, fromDriveReaderSchema, type ToDriveReader } from './windows-messages.ts';

export interface WindowsFinderParts {
  /** Starts main/sticks/windows-worker.ts in a process of its own. */
  readonly start: () => WorkerProcess;
  /** Drives that are taken for sticks though Windows calls them fixed, such as `F:`; what is no drive is left out. */
  readonly alsoDevices?: readonly string[];
  /** Longest silence of that process where it owes a word, default 5000: a stick that hangs. ms */
  readonly hungAfterMs?: number;
  /** Longest wait for its first word, default 20000: an old PC starts it slowly. ms */
  readonly firstAfterMs?: number;
  /** Pause before one that ended by itself is started again, default 5000. ms */
  readonly againMs?: number;
}

/** One process that looks, and what it owes. */
interface Reader {
  look(): Promise<readonly Stick[]>;
  end(): void;
}

/**
 * Drives of a Windows PC that can be pulled out. A process of its own asks kernel32 for them: what hangs or dies there
 * is no matter of the gate's. It runs while somebody watches, and for a single look while nobody does.
 *
 * A drive that holds that process up costs it its life. The next one leaves that drive alone until it was pulled out,
 * and tells of all others; of the one that hangs what was known last is told, without its room, or that it hangs.
 */
export function windowsFinder(parts: WindowsFinderParts): StickFinder {
  const { hungAfterMs = 5000, firstAfterMs = 20_000, againMs = 5000 } = parts;
  const also = (parts.alsoDevices ?? []).filter((device) => driveName.safeParse(device).success);
  let known: readonly Stick[] = [];
  // Kept from one watch to the next: each would lose a process to the same drive.
  let hanging: readonly string[] = [];
  let isWatched = false;
  let watching: Reader | null = null;

  /** @param onEnd it ended by itself, or was given up; with the drive that held it up */
  const begin = (onChange: () => void, onEnd: (heldUpBy: string | null) => void): Reader => {
    const child = parts.start();
    const waiting = new Map<number, (sticks: readonly Stick[]) => void>();
    let asking: string | null = null;
    let hasSpoken = false;
    let isOver = false;
    let nextId = 0;
    let timer: NodeJS.Timeout | undefined;

    const send = (message: ToDriveReader): void => child.send(message);
    const expectWord = (withinMs = hungAfterMs): void => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, withinMs);
    };
    const over = (): void => {
      isOver = true;
      clearTimeout(timer);
      for (const answer of waiting.values()) answer(known);
      waiting.clear();
    };
    const giveUp = (): void => {
      if (asking !== null) {
        const device = asking;
        hanging = [...hanging.filter((one) => one !== device), device];
        known = withHanging(
          known.map((stick) => (stick.device === device ? { ...stick, freeBytes: null } : stick)),
          [device],
        );
      }
      over();
      child.kill();
      onEnd(asking);
    };

    child.onMessage((message) => {
      const parsed = fromDriveReaderSchema.safeParse(message);
      if (!parsed.success || isOver) return;
      hasSpoken = true;
      if (parsed.data.type === 'asking') {
        asking = parsed.data.device;
        expectWord();
        return;
      }
      const { id, drives, left } = parsed.data;
      asking = null;
      hanging = left;
      const before = known;
      const held = before.filter(({ device }) => left.includes(device));
      known = withHanging([...drives.map(asStick), ...held], left);
      const answer = id === null ? undefined : waiting.get(id);
      if (id !== null) waiting.delete(id);
      clearTimeout(timer);
      if (waiting.size > 0) expectWord();
      answer?.(known);
      if (JSON.stringify(before) !== JSON.stringify(known)) onChange();
    });
    child.onExit(() => {
      if (isOver) return;
      over();
      onEnd(null);
    });
    send({ type: 'begin', also: [...also], leave: [...hanging] });
    expectWord(firstAfterMs);
    return {
      look: () =>
        new Promise((resolve) => {
          nextId += 1;
          waiting.set(nextId, resolve);
          send({ type: 'look', id: nextId });
          expectWord(hasSpoken ? hungAfterMs : firstAfterMs);
        }),
      end: () => {
        if (isOver) return;
        over();
        child.kill();
      },
    };
  };

  return {
    look: async () => {
      // Between a process that ended and the next one nothing newer is known.
      if (isWatched) return watching?.look() ?? known;
      known = [];
      const once = begin(
        () => undefined,
        () => undefined,
      );
      const sticks = await once.look();
      once.end();
      return sticks;
    },
    watch: (onChange) => {
      let isOver = false;
      let timer: NodeJS.Timeout | undefined;
      known = [];
      isWatched = true;
      const keepOn = (): void => {
        watching = begin(onChange, (heldUpBy) => {
          watching = null;
          if (isOver) return;
          timer = setTimeout(keepOn, heldUpBy === null ? againMs : 0);
          onChange();
        });
      };
      keepOn();
      return () => {
        isOver = true;
        isWatched = false;
        clearTimeout(timer);
        watching?.end();
        watching = null;
      };
    },
  };
}

/** With those that hung before anything was known of them: whoever plugged one in must not look for it in vain. */
const withHanging = (sticks: readonly Stick[], hanging: readonly string[]): readonly Stick[] => {
  const unknown = hanging.filter((device) => !sticks.some((stick) => stick.device === device));
  return [...sticks, ...unknown.map(hangingStick)].sort((a, b) => (a.device < b.device ? -1 : 1));
};

const hangingStick = (device: string): Stick => ({
  device,
  id: null,
  label: '',
  fileSystem: '',
  sizeBytes: 0,
  freeBytes: null,
  dead: false,
  hangs: true,
  readOnly: false,
  place: null,
});

const asStick = (drive: Drive): Stick => ({
  device: drive.device,
  id: drive.serial === 0 || drive.sizeBytes === 0 ? null : `${idOf(drive.serial)}/${drive.sizeBytes}`,
  label: drive.label,
  fileSystem: drive.fileSystem.toLowerCase(),
  sizeBytes: drive.sizeBytes,
  freeBytes: drive.freeBytes,
  dead: false,
  readOnly: drive.readOnly,
  place: drive.fileSystem === '' ? null : `${drive.device}\\`,
});

/** As Windows prints it. */
const idOf = (serial: number): string => serial.toString(16).toUpperCase().padStart(8, '0');

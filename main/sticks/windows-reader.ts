import type { WindowsDrives } from './windows-drives.ts';
import type { Drive, FromDriveReader, ToDriveReader } from './windows-messages.ts';

/** How often the letters that are given out are compared; they lie in memory. ms */
const LETTERS_MS = 500;

/** Every so many comparisons the media are asked too: a card put into a reader brings no new letter. */
const ASK_EVERY = 4;

export interface DriveReader {
  hear(message: ToDriveReader): void;
  end(): void;
}

/**
 * Looks at the drives of a Windows PC and tells what it finds, in a process of its own: a stick that hangs holds up only
 * this, and it says which it was.
 */
export function createDriveReader(
  drives: WindowsDrives,
  post: (message: FromDriveReader) => void,
  everyMs = LETTERS_MS,
): DriveReader {
  let also: readonly string[] = [];
  let leave = new Set<string>();
  let letters = '';
  let nth = 0;
  let timer: NodeJS.Timeout | undefined;

  const candidates = (): readonly string[] => {
    const isMeant = (one: string): boolean => also.includes(one) && one !== drives.system;
    const fixed = also.length === 0 ? [] : drives.all().filter(isMeant);
    return [...new Set([...drives.removable(), ...fixed])].sort();
  };
  const look = (id: number | null): void => {
    const there = candidates();
    letters = there.join('');
    // What was pulled out and comes back is asked again.
    leave = new Set([...leave].filter((one) => there.includes(one)));
    const found: Drive[] = [];
    for (const device of there) {
      if (leave.has(device)) continue;
      post({ type: 'asking', device });
      const facts = drives.volume(device);
      if (facts !== null) found.push({ device, ...facts });
    }
    post({ type: 'drives', id, drives: found, left: [...leave] });
  };

  return {
    hear: (message) => {
      if (message.type === 'look') {
        look(message.id);
        return;
      }
      if (timer !== undefined) return;
      also = message.also;
      leave = new Set(message.leave);
      look(null);
      timer = setInterval(() => {
        nth += 1;
        if (nth % ASK_EVERY === 0 || candidates().join('') !== letters) look(null);
      }, everyMs);
    },
    end: () => clearInterval(timer),
  };
}

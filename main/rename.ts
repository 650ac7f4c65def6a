import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses between tries: three seconds where a thread can wait, a third of one where the gate would. ms */
const PAUSES_MS = [10, 30, 60, 100, 200, 400, 800, 1400];
const PAUSES_AT_THE_GATE_MS = [10, 30, 60, 100, 130];

/**
 * What Windows answers where somebody else has a file open, or one below a folder. Virus scanners and indexers open
 * everything that was just written, and let go within moments.
 */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Renames a file or folder; on Windows again where somebody else has it open just now. Throws what the file system throws. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pauseMs of pauses(PAUSES_MS)) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (pauseMs === null || !isHeld(error)) throw error;
      await sleep(pauseMs);
    }
  }
}

/** The same for small files of the gate's own, which cannot wait long. */
export function renamePatientlySync(from: string, to: string): void {
  for (const pauseMs of pauses(PAUSES_AT_THE_GATE_MS)) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (pauseMs === null || !isHeld(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

/** The last try has none behind it. Elsewhere than on Windows an open file can be renamed: there is one try. */
const pauses = (all: readonly number[]): readonly (number | null)[] =>
  process.platform === 'win32' ? [...all, null] : [null];

const isHeld = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && HELD.has(error.code);

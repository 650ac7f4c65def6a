import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';

/** How often a port's device file is looked at; well under the second within which the screen must tell. */
const LOOK_MS = 500;

/**
 * Tells when the device file behind an open port is gone or is another one. Needed because a port that is torn
 * away while a read is in flight is never reported by the serial library on Linux: the dead device answers every
 * read with zero bytes, at once, for ever (serialport 13.0.0, bindings-cpp `unixRead`). Where the path is no file
 * (COM3) nothing is watched: Windows reports a lost port by itself.
 * @param everyMs ms between two looks
 * @returns a function that ends the watch
 */
export async function watchDeviceNode(
  path: string,
  onGone: () => void,
  everyMs: number = LOOK_MS,
): Promise<() => void> {
  const opened = await identity(path);
  if (opened === null || process.platform === 'win32') return () => undefined;
  let looking = false;
  let stopped = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void identity(path).then((now) => {
      looking = false;
      if (now === opened || stopped) return;
      stop();
      onGone();
    });
  }, everyMs);
  const stop = (): void => {
    stopped = true;
    clearInterval(timer);
  };
  return stop;
}

/** Names one device file: a new plug makes a new file, and a link to it a new link, even under the old name. */
async function identity(path: string): Promise<string | null> {
  try {
    const [link, device] = await Promise.all([lstat(path), stat(path)]);
    const of = ({ dev, ino, rdev }: Stats): string => `${dev}:${ino}:${rdev}`;
    return `${of(link)} ${of(device)}`;
  } catch {
    return null;
  }
}

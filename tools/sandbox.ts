import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './system-libraries.ts';

/**
 * Chromium refuses to start as root with its sandbox on. Nobody else gets this switch from us, and the packaged
 * kiosk never passes it.
 */
export const rootArguments = (): string[] => (isRoot() ? ['--no-sandbox'] : []);

/**
 * The same for tests and the demo, which must also run as a user in a container where Chromium's sandbox cannot
 * work: no user namespaces, and no setuid `chrome-sandbox` beside the binary.
 */
export function testArguments(electronDir: string): string[] {
  return isRoot() || !sandboxWorks(electronDir) ? ['--no-sandbox'] : [];
}

/** Whether a user's Chromium can build its sandbox here. Other systems than Linux have their own, which works. */
export function sandboxWorks(electronDir: string): boolean {
  if (process.platform !== 'linux') return true;
  const setuid = statSync(join(electronDir, 'chrome-sandbox'), { throwIfNoEntry: false });
  if (setuid !== undefined && setuid.uid === 0 && (setuid.mode & 0o4000) !== 0) return true;
  // A map is written as Chromium does it: some systems allow the namespace but not the map.
  return spawnSync('unshare', ['--user', '--map-root-user', 'true'], { timeout: 10_000 }).status === 0;
}

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a file that only this user can read (mode 0600), whole and durable or not at all: a power cut never leaves
 * half a key. A file that is there already stays as it is.
 * @returns false where the file was there already, also where another start was quicker
 * Throws what the file system throws.
 */
export function createSecretFile(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(4).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    // Until everything is there: a disk that is nearly full takes a part and calls that no error.
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  try {
    // Unlike a rename, a link fails where the name is taken.
    linkSync(temporary, path);
  } catch (error) {
    if (existsSync(path)) return false;
    throw error;
  } finally {
    unlinkSync(temporary);
  }
  syncFolder(folder);
  return true;
}

/** Makes names in a folder durable. Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

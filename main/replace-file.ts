import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { renamePatientlySync } from './rename.ts';
import { syncFolder } from './secret-file.ts';

/**
 * Writes a small file whole, in place of the one that may be there: temporary file, fsync, rename, fsync of the
 * folder. Only this user can read it. Throws what the file system throws; the old file is then still there.
 */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    // Writes until everything is there: a disk that is nearly full takes a part and calls that no error.
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renamePatientlySync(temporary, path);
  syncFolder(dirname(path));
}

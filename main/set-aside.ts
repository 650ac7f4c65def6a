import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { renamePatientlySync } from './rename.ts';
import { syncFolder } from './secret-file.ts';

/**
 * Renames a file that may be a key, if it is there: to `<name>.other`, `<name>.other-2` and so on. Nothing that could be
 * a key is ever thrown away. Throws what the file system throws.
 */
export function setAside(path: string): void {
  if (!existsSync(path)) return;
  let other = `${path}.other`;
  for (let n = 2; existsSync(other); n += 1) other = `${path}.other-${n}`;
  renamePatientlySync(path, other);
  syncFolder(dirname(path));
}

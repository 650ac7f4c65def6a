import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import { renamePatientlySync } from '../rename.ts';
import { syncFolder } from '../secret-file.ts';
import { appendError } from './append.ts';
import { openDatabase } from './open.ts';

/**
 * Writes a copy of the whole log, encrypted with the same key, while the gate goes on. It appears whole or not at
 * all, for this user alone. Takes as long as writing the log once: never call it where somebody waits for a verdict.
 * @param from the log's database
 * @param to a file that is not there yet
 * @throws GatelogError `log/exists`, `log/not-found`, `log/disk-full`, `log/append-failed` and what opening throws
 */
export function backupLog(from: { readonly path: string; readonly key: Uint8Array }, to: string): void {
  if (!existsSync(from.path)) throw new GatelogError('log/not-found', 'there is no log to back up');
  if (existsSync(to)) throw new GatelogError('log/exists', 'there is a file of this name already');
  const partial = `${to}.partial`;
  const db = openDatabase({ ...from, readonly: true });
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    // SQLite fills a file that is empty; it must not make it, since it would be readable by others.
    closeSync(openSync(partial, 'wx', 0o600));
    // The backup API refuses encrypted databases (DESIGN.md, Choices).
    db.prepare('VACUUM INTO ?').run(partial);
    syncFile(partial);
    renamePatientlySync(partial, to);
    syncFolder(dirname(to));
  } catch (error) {
    rmSync(partial, { force: true });
    throw appendError(error);
  } finally {
    db.close();
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

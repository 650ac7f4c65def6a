import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { GatelogError } from '../../core/errors.ts';
import { migrate } from './migrations/index.ts';

export type Db = Database.Database;

/** Every pragma that the log stands on, with the value that must come back (DESIGN.md, Choices). */
const ASSERTED: readonly (readonly [pragma: string, value: string | number])[] = [
  ['cipher', 'chacha20'],
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['temp_store', 2],
  ['secure_delete', 1],
  ['foreign_keys', 1],
];

/**
 * The WAL is moved into the database between reads (quiet-checkpoint.ts), since inside a commit it would hold a
 * verdict up. Only past this many pages (32 MiB) does a commit do it all the same, so that nothing makes the WAL
 * grow without end.
 */
const CHECKPOINT_PAGES = 8192;
/** How long a writer waits for another connection of this PC. ms. */
export const BUSY_TIMEOUT_MS = 2000;

/**
 * Opens the encrypted database: the one place that does. Asserts cipher, WAL, synchronous=FULL and the rest on
 * this very connection, then migrates.
 * @param key 32 bytes
 * @throws GatelogError `key/invalid`, `log/gone`, `log/wrong-key`, `log/from-the-future`, `log/open-failed`
 */
export function openDatabase(options: { path: string; key: Uint8Array; readonly?: boolean }): Db {
  if (options.key.length !== 32)
    throw new GatelogError('key/invalid', 'the key of the log must have 32 bytes');
  mustNotStandAlone(options.path);
  let db: Db | null = null;
  try {
    if (options.readonly !== true) keepToOwner(options.path);
    db = new Database(options.path, { readonly: options.readonly ?? false });
    db.pragma("cipher = 'chacha20'");
    // A raw key opens in 0.3 ms; a textual one is stretched and costs 26 to 130 ms.
    db.pragma(`key = 'raw:${Buffer.from(options.key).toString('hex')}'`);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (options.readonly !== true) db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('temp_store = MEMORY');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    for (const [name, expected] of ASSERTED) {
      const value = db.pragma(name, { simple: true });
      // A backup has no WAL, and who only reads needs none.
      const backup = options.readonly === true && name === 'journal_mode' && value === 'delete';
      if (value !== expected && !backup)
        throw new GatelogError('log/open-failed', `${name} is ${String(value)}, not ${expected}`);
    }
    if (options.readonly !== true) migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw openError(error);
  }
}

/** Bytes of a file; 0 where there is none. */
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * A WAL without its database is what a log that vanished left behind: SQLite would throw it away and begin anew, and
 * with it went what was written last. A log that is made has its first page in the database before there is a WAL.
 * Throws `log/gone` before anything is touched.
 */
function mustNotStandAlone(path: string): void {
  if (sizeOf(path) === 0 && sizeOf(`${path}-wal`) > 0)
    throw new GatelogError('log/gone', 'the log is gone; its -wal file is still there');
}

/**
 * Makes the database's folder and file for this user alone before SQLite does it with the modes of the day, and takes
 * loose modes back from files that are there. SQLite gives WAL and index the mode of the database. A folder that
 * somebody made keeps its mode. Windows has other rights, inherited from the user's profile; and there a file that a
 * connection holds cannot be asked for its modes at all.
 */
function keepToOwner(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  if (process.platform === 'win32') return;
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}

function openError(error: unknown): GatelogError {
  if (error instanceof GatelogError) return error;
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_NOTADB')) {
    return new GatelogError('log/wrong-key', 'the key does not open this log', {}, { cause: error });
  }
  if (code.startsWith('SQLITE_CORRUPT'))
    return new GatelogError('log/corrupt', 'the log is damaged', {}, { cause: error });
  if (isDiskFull(code)) return new GatelogError('log/disk-full', 'the disk is full', {}, { cause: error });
  return new GatelogError('log/open-failed', `the log cannot be opened (${code})`, {}, { cause: error });
}

/** A full disk has two names: SHMSIZE is said where the index of the WAL found no room to grow. */
export const isDiskFull = (code: string): boolean =>
  code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE' || code.includes('ENOSPC');

/** SQLite's own name of an error, such as SQLITE_FULL, or the error's message. */
export function sqliteCode(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  return error instanceof Error ? error.message : String(error);
}

import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';
import { type OpenLogOptions, openLog } from './index.ts';
import { LOG_ID_FILE } from './key.ts';
import type { Log } from './log.ts';

/**
 * Opens the log of a data folder, or makes a new one where there never was one. A database that is gone or emptied
 * while its `log.id` stands is a loss and must be said: a new log in its place would hide it.
 * @throws GatelogError `log/gone` and what `openLog` throws
 */
export function openKeptLog(options: OpenLogOptions): Log {
  const idFile = join(dirname(options.path), LOG_ID_FILE);
  const isEmpty = (statSync(options.path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  // Where the WAL is still there, opening says so itself and leaves it as it is.
  const walSize = statSync(`${options.path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (isEmpty && walSize === 0 && existsSync(idFile)) {
    const message = `the log ${readFileSync(idFile, 'utf8').trim()} was here and is gone`;
    throw new GatelogError('log/gone', message, { left: 'nothing', key: true });
  }
  const log = openLog(options);
  try {
    remember(idFile, log.identity.logId);
  } catch (error) {
    log.close();
    throw new GatelogError('log/open-failed', 'the id of the log cannot be written', {}, { cause: error });
  }
  return log;
}

function remember(idFile: string, logId: string): void {
  const line = `${logId}\n`;
  if (existsSync(idFile)) {
    if (readFileSync(idFile, 'utf8') === line) return;
    // Somebody put another log here: it is the one that counts from now on.
    rmSync(idFile);
  }
  createSecretFile(idFile, line);
}

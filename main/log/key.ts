import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';

/** Holds the log_id of the log beside it, so that a log that vanished is not taken for one that never was. */
export const LOG_ID_FILE = 'log.id';

/**
 * Reads the 32-byte key of the log from its file (64 hex characters, mode 0600), or makes one where there is
 * neither key nor log, and never was. A log without its key, also one that is gone itself, never gets a new one: that
 * would hide the loss, and lock out the log that somebody finds again.
 * @param beforeMaking told before one is made; what it throws comes as `key/missing`
 * @throws GatelogError `key/missing`, `key/invalid`, `log/gone`
 */
export function logKey(
  keyFile: string,
  logFile: string,
  beforeMaking: () => void = () => undefined,
): Uint8Array {
  if (!existsSync(keyFile)) {
    // Of a log whose database is gone the WAL may be left, and only its own key reads that.
    if (existsSync(logFile) || existsSync(`${logFile}-wal`))
      throw new GatelogError('key/missing', `the log is here but its key file is not: ${keyFile}`);
    if (existsSync(join(dirname(logFile), LOG_ID_FILE)))
      throw new GatelogError('log/gone', `a log was here and is gone, and so is its key file: ${keyFile}`, {
        left: 'nothing',
        key: false,
      });
    try {
      beforeMaking();
      createSecretFile(keyFile, `${randomBytes(32).toString('hex')}\n`);
    } catch (cause) {
      throw new GatelogError('key/missing', 'the key file cannot be made', {}, { cause });
    }
  }
  const text = readText(keyFile).trim();
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new GatelogError('key/invalid', 'the key file is not 64 hex characters');
  return Buffer.from(text, 'hex');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GatelogError('key/missing', 'the key file cannot be read', {}, { cause });
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { GatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';

/**
 * Reads the 32-byte key of the log from its file (64 hex characters, mode 0600), or makes one where there is
 * neither key nor log. A log without its key never gets a new one: that would hide the loss.
 * @throws GatelogError `key/missing`, `key/invalid`
 */
export function logKey(keyFile: string, logFile: string): Uint8Array {
  if (!existsSync(keyFile)) {
    // Of a log whose database is gone the WAL may be left, and only its own key reads that.
    if (existsSync(logFile) || existsSync(`${logFile}-wal`))
      throw new GatelogError('key/missing', `the log is here but its key file is not: ${keyFile}`);
    try {
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

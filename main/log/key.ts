import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { GatelogError } from '../../core/errors.ts';

/**
 * Reads the 32-byte key of the log from its file (64 hex characters, mode 0600), or makes one where there is
 * neither key nor log. A log without its key never gets a new one: that would hide the loss.
 * @throws GatelogError `key/missing`, `key/invalid`
 */
export function logKey(keyFile: string, logFile: string): Uint8Array {
  if (existsSync(keyFile)) {
    const text = readFileSync(keyFile, 'utf8').trim();
    if (!/^[0-9a-f]{64}$/i.test(text))
      throw new GatelogError('key/invalid', 'the key file is not 64 hex characters');
    return Buffer.from(text, 'hex');
  }
  if (existsSync(logFile)) throw new GatelogError('key/missing', 'the log is here but its key file is not');
  const key = randomBytes(32);
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  const temporary = `${keyFile}.${randomBytes(4).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    // A link fails where another start was quicker: then its key is the key.
    linkSync(temporary, keyFile);
  } catch (error) {
    if (!existsSync(keyFile))
      throw new GatelogError('key/missing', 'the key file cannot be made', {}, { cause: error });
    unlinkSync(temporary);
    return logKey(keyFile, logFile);
  }
  unlinkSync(temporary);
  const folder = openSync(dirname(keyFile), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return key;
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GatelogError, isGatelogError, toGatelogError } from '../../core/errors.ts';
import { replaceFile } from '../replace-file.ts';
import { createSecretFile } from '../secret-file.ts';
import { setAside } from '../set-aside.ts';
import { logKey } from './key.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';

/** The key wrapped with the recovery code, beside the log. */
export const WRAP_FILE = 'log.key.recovery';

/** The key of a log: its file, and the recovery code that stands in where the file is lost. */
export interface KeptKey {
  /** Whole path of the key's file, for whoever has a copy of it. */
  readonly file: string;
  /** 32 bytes; made where there is neither key nor log, and never was. Throws `key/missing`, `key/invalid`, `log/gone`. */
  read(): Uint8Array;
  /** True where a recovery code opens the key. */
  hasCode(): boolean;
  /**
   * From now on this code opens the key, and no other does. Throws what `read` throws and `key/unwritable`.
   * @param code as `tidyCode` leaves it
   * @returns puts back what was there before
   */
  wrap(code: string): () => void;
  /**
   * Writes the key's file anew; a file in its place is kept beside it under another name.
   * Throws `key/wrong-code`, `key/wrap-damaged`, `key/unwritable`.
   */
  recover(code: string): void;
}

export function createKeptKey({ keyFile, logFile }: { keyFile: string; logFile: string }): KeptKey {
  const file = join(dirname(logFile), WRAP_FILE);
  const write = (text: string): void => {
    try {
      replaceFile(file, text);
    } catch (error) {
      throw toGatelogError(error, 'key/unwritable');
    }
  };
  const read = (): Uint8Array => {
    const isThere = existsSync(keyFile);
    const key = logKey(keyFile, logFile);
    // What a code opens is the key of a log that was given up: it must not be taken for this one's.
    if (!isThere) setAside(file);
    return key;
  };
  return {
    file: resolve(keyFile),
    read,
    hasCode: () => existsSync(file),
    wrap: (code) => {
      const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
      write(wrapKey(read(), code));
      return () => {
        if (before === null) rmSync(file, { force: true });
        else write(before);
      };
    },
    recover: (code) => {
      const key = unwrapKey(textOf(file), code);
      try {
        setAside(keyFile);
        createSecretFile(keyFile, `${Buffer.from(key).toString('hex')}\n`);
      } catch (error) {
        throw toGatelogError(error, 'key/unwritable');
      }
    },
  };
}

/** True for a start that fails for want of the right key: the recovery code may help. */
export const wantsKey = (error: unknown): error is GatelogError =>
  isGatelogError(error, 'key/missing', 'key/invalid', 'log/wrong-key');

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GatelogError('key/wrap-damaged', 'the wrapped key cannot be read', {}, { cause });
  }
}

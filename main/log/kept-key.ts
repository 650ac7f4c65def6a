import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GatelogError, isGatelogError, toGatelogError } from '../../core/errors.ts';
import { renamePatientlySync } from '../rename.ts';
import { replaceFile } from '../replace-file.ts';
import { createSecretFile, syncFolder } from '../secret-file.ts';
import { setAside } from '../set-aside.ts';
import { logKey } from './key.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';

/** The key wrapped with the recovery code, beside the log. */
export const WRAP_FILE = 'log.key.recovery';

/** A code that does not open the key yet. */
export interface PreparedCode {
  /** From now on it does, and no other. Throws `key/unwritable`. */
  keep(): void;
  /** It never will. */
  drop(): void;
}

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
   */
  wrap(code: string): void;
  /**
   * The same in two halves, for a code that only counts once something else is written: until it is kept, the code
   * before opens the key, also after a kill. Throws as `wrap`.
   */
  prepare(code: string): PreparedCode;
  /**
   * Writes the key's file anew; a file in its place is kept beside it under another name.
   * Throws `key/wrong-code`, `key/wrap-damaged`, `key/unwritable`.
   */
  recover(code: string): void;
}

export function createKeptKey({ keyFile, logFile }: { keyFile: string; logFile: string }): KeptKey {
  const file = join(dirname(logFile), WRAP_FILE);
  const next = `${file}.next`;
  const writing = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw toGatelogError(error, 'key/unwritable');
    }
  };
  const read = (): Uint8Array =>
    // What a code opens is the key of a log that was given up: it must not be taken for this one's, nor after a kill.
    logKey(keyFile, logFile, () => setAside(file));
  const prepare: KeptKey['prepare'] = (code) => {
    const text = wrapKey(read(), code);
    writing(() => replaceFile(next, text));
    return {
      keep: () =>
        writing(() => {
          renamePatientlySync(next, file);
          syncFolder(dirname(file));
        }),
      drop: () => rmSync(next, { force: true }),
    };
  };
  return {
    file: resolve(keyFile),
    read,
    hasCode: () => existsSync(file),
    wrap: (code) => prepare(code).keep(),
    prepare,
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

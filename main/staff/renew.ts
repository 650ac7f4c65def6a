import type { KeptKey } from '../log/kept-key.ts';
import type { Settings } from '../settings/schema.ts';
import { newRecoveryCode, tidyCode } from './recovery.ts';
import type { Session } from './session.ts';

/** The recovery code of a kiosk that runs. It signs an administrator in, and opens the key of the log. */
export interface Recovery {
  /**
   * Takes the place of the code before, for both.
   * @param password hash of a password that is set with it; left out: the one before stays
   * @returns the code, to be shown once. Throws `key/...`, `settings/...`, and then nothing has changed.
   */
  renew(password?: string): string;
}

export function createRecovery(parts: {
  readonly key: Pick<KeptKey, 'prepare'>;
  readonly session: Pick<Session, 'setSecrets'>;
  readonly changeSettings: (change: Partial<Settings>) => void;
  /** Hash of the password now; null where none is set. */
  readonly password: string | null;
  /** Hash of the code now; null where there is none. */
  readonly code: string | null;
}): Recovery {
  let stored = { password: parts.password, code: parts.code };
  return {
    renew: (password) => {
      const { text, hash } = newRecoveryCode();
      // The old code is the one on paper: until the settings know the new one it goes on opening what it opened.
      const prepared = parts.key.prepare(tidyCode(text));
      const write = (now: typeof stored): void =>
        parts.changeSettings({
          recoveryCode: now.code,
          ...(password !== undefined && { adminPassword: now.password }),
        });
      const next = { password: password ?? stored.password, code: hash };
      try {
        write(next);
      } catch (error) {
        prepared.drop();
        throw error;
      }
      try {
        prepared.keep();
      } catch (error) {
        write(stored);
        throw error;
      }
      stored = next;
      parts.session.setSecrets(stored.password, hash);
      return text;
    },
  };
}

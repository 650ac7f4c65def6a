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
  readonly key: Pick<KeptKey, 'wrap'>;
  readonly session: Pick<Session, 'setSecrets'>;
  readonly changeSettings: (change: Partial<Settings>) => void;
  /** Hash of the password now; null where none is set. */
  readonly password: string | null;
}): Recovery {
  let stored = parts.password;
  return {
    renew: (password) => {
      const { text, hash } = newRecoveryCode();
      const undo = parts.key.wrap(tidyCode(text));
      try {
        parts.changeSettings({
          recoveryCode: hash,
          ...(password !== undefined && { adminPassword: password }),
        });
      } catch (error) {
        // The old code is the one on paper: it must go on opening what it opened.
        undo();
        throw error;
      }
      stored = password ?? stored;
      parts.session.setSecrets(stored, hash);
      return text;
    },
  };
}

import { randomInt } from 'node:crypto';
import { hashPassword, passwordFits } from './password.ts';

/** Crockford's base 32 (crockford.com/base32.html): no letter that a pen or an eye takes for a digit. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP_SIGNS = 5;

/** What a new code is: `text` is shown once and printed, `hash` goes into the settings. */
export interface RecoveryCode {
  readonly text: string;
  readonly hash: string;
}

/**
 * A code of 100 random bits, in groups such as `7Q2MX-…`, that signs an administrator in whose password is lost.
 * @param pick a whole number from 0 below its argument, unpredictable
 */
export function newRecoveryCode(pick: (below: number) => number = randomInt): RecoveryCode {
  const group = (): string =>
    Array.from({ length: GROUP_SIGNS }, () => SIGNS.charAt(pick(SIGNS.length))).join('');
  const text = Array.from({ length: GROUPS }, group).join('-');
  return { text, hash: hashPassword(tidyCode(text)) };
}

/** True if the text is the code, whatever its case, spaces and hyphens, and with O, I and L read as digits. */
export function recoveryFits(text: string, hash: string): boolean {
  const code = tidyCode(text);
  return code.length === GROUPS * GROUP_SIGNS && passwordFits(code, hash);
}

/** The code as it is hashed and as it opens the key of the log, whatever its case, spaces and hyphens, and with O, I and L read as digits. */
export const tidyCode = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

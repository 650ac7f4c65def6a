import { GatelogError } from '../../core/errors.ts';
import { hours, minutes, seconds } from '../../core/units.ts';
import { passwordFits } from './password.ts';
import { recoveryFits } from './recovery.ts';
import { createTries } from './tries.ts';

export type Role = 'guard' | 'admin';

/** Five idle minutes end an administrator's session (DESIGN.md, Who may do what). */
const ADMIN_IDLE_MS = minutes(5);
/** A key press or touch lets a control code act for this long. */
const KEY_PRESS_MS = seconds(30);
/** No shift is longer: a guard who forgot to sign out is off duty then. */
const SHIFT_MS = hours(12);

/** Who is at the kiosk. Lives in main; the page only asks. */
export interface Session {
  role(): Role;
  /** Name of the guard who signed in by card within the last 12 h, or null. */
  guard(): string | null;
  /**
   * Signs an administrator in and answers what by: the password or the recovery code.
   * Throws `bridge/not-allowed` on a wrong one or while waiting.
   */
  signIn(password: string): 'password' | 'recovery';
  /** False where anybody may be administrator. */
  passwordSet(): boolean;
  /** From now on these hashes count. */
  setSecrets(password: string | null, recoveryCode: string): void;
  /** True where this is the password, or none is set. Counts a wrong one like a sign-in. Throws `key/wait` while waiting. */
  isPassword(password: string): boolean;
  /** `isPassword`, or the recovery code, which stands in for it where it is lost. */
  isSecret(text: string): boolean;
  signOut(): void;
  signInGuard(name: string): void;
  /** Name of a guard whose duty ended by itself since this was last asked, once; else null. */
  dutyOver(): string | null;
  /** Ends the guard's duty; returns his name, or null where nobody was on duty. */
  signOutGuard(): string | null;
  /** Notes that a person touched the screen or pressed a key by hand. */
  touched(): void;
  /** True while a control code may act. */
  controlAllowed(): boolean;
}

/**
 * @param storedPassword scrypt hash from the settings, or null where none is set: then everybody may be admin,
 *   which the screen says
 * @param uptimeMs monotonic ms since the PC was switched on: a wall clock that is set back would let a session go on
 *   for as long
 * @param storedRecovery hash of the recovery code from the settings, or null where there is none
 */
export function createSession(
  storedPassword: string | null,
  uptimeMs: () => number,
  storedRecovery: string | null = null,
): Session {
  let stored = { password: storedPassword, recovery: storedRecovery };
  let adminUntil = Number.NEGATIVE_INFINITY;
  let onDuty: { readonly name: string; readonly until: number } | null = null;
  let touchedAt = Number.NEGATIVE_INFINITY;
  const tries = createTries(uptimeMs);
  const mustWait = (): void => {
    if (tries.mustWait()) throw new GatelogError('key/wait', 'too many wrong passwords: wait half a minute');
  };
  const counted = (fits: boolean): boolean => {
    if (fits) tries.right();
    else tries.wrong();
    return fits;
  };
  const fitsPassword = (text: string): boolean =>
    stored.password === null || passwordFits(text, stored.password);
  const fitsRecovery = (text: string): boolean =>
    stored.recovery !== null && recoveryFits(text, stored.recovery);
  const guard = (): string | null => (onDuty !== null && uptimeMs() < onDuty.until ? onDuty.name : null);
  return {
    role: () => (uptimeMs() < adminUntil ? 'admin' : 'guard'),
    guard,
    signIn: (password) => {
      const now = uptimeMs();
      if (tries.mustWait())
        throw new GatelogError('bridge/not-allowed', 'too many wrong passwords: wait half a minute');
      const byPassword = fitsPassword(password);
      const byRecovery = !byPassword && fitsRecovery(password);
      if (!byPassword && !byRecovery) {
        tries.wrong();
        throw new GatelogError('bridge/not-allowed', 'wrong password');
      }
      tries.right();
      adminUntil = now + ADMIN_IDLE_MS;
      return byRecovery ? 'recovery' : 'password';
    },
    passwordSet: () => stored.password !== null,
    isPassword: (password) => {
      mustWait();
      return counted(fitsPassword(password));
    },
    isSecret: (text) => {
      mustWait();
      return counted(fitsPassword(text) || fitsRecovery(text));
    },
    setSecrets: (password, recovery) => {
      stored = { password, recovery };
    },
    signOut: () => {
      adminUntil = Number.NEGATIVE_INFINITY;
    },
    signInGuard: (name) => {
      onDuty = { name, until: uptimeMs() + SHIFT_MS };
    },
    dutyOver: () => {
      if (onDuty === null || guard() !== null) return null;
      const { name } = onDuty;
      onDuty = null;
      return name;
    },
    signOutGuard: () => {
      const name = guard();
      onDuty = null;
      return name;
    },
    touched: () => {
      const now = uptimeMs();
      touchedAt = now;
      if (now < adminUntil) adminUntil = now + ADMIN_IDLE_MS;
    },
    controlAllowed: () => guard() !== null || uptimeMs() - touchedAt <= KEY_PRESS_MS,
  };
}

import { beforeEach, describe, expect, it } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import { hours, minutes, seconds } from '../../../core/units.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import { createSession, type Session } from '../../../main/staff/session.ts';

const PASSWORD = 'mật khẩu thử';
const STORED = hashPassword(PASSWORD);

let uptimeMs: number;
let session: Session;

beforeEach(() => {
  // A PC that was switched on just now.
  uptimeMs = 0;
  session = createSession(STORED, () => uptimeMs);
});

/** Tries a password; the code of the refusal or `in`. */
function tried(password: string): string {
  try {
    session.signIn(password);
    return 'in';
  } catch (error) {
    return isGatelogError(error) ? error.code : 'another error';
  }
}

describe("an administrator's session", () => {
  it('begins with the password only', () => {
    expect(session.role()).toBe('guard');
    expect(tried('wrong')).toBe('bridge/not-allowed');
    expect(session.role()).toBe('guard');
    expect(tried(PASSWORD)).toBe('in');
    expect(session.role()).toBe('admin');
  });

  it('ends after five idle minutes, and a touch counts as not idle', () => {
    session.signIn(PASSWORD);
    uptimeMs = minutes(4);
    session.touched();
    uptimeMs += minutes(5) - 1;
    expect(session.role()).toBe('admin');
    uptimeMs += 1;
    expect(session.role()).toBe('guard');
    session.touched();
    expect(session.role()).toBe('guard');
  });

  it('ends at once by signing out', () => {
    session.signIn(PASSWORD);
    session.signOut();
    expect(session.role()).toBe('guard');
    session.touched();
    expect(session.role()).toBe('guard');
  });

  it('is open to everybody where no password is set, and idle minutes end it all the same', () => {
    session = createSession(null, () => uptimeMs);
    expect(session.role()).toBe('guard');
    expect(tried('')).toBe('in');
    uptimeMs = minutes(5);
    expect(session.role()).toBe('guard');
  });
});

describe('wrong passwords', () => {
  it('make every further try wait half a minute after the fifth, the right one too', () => {
    const wrong = Array.from({ length: 5 }, () => tried('wrong'));
    expect(wrong).toEqual(wrong.map(() => 'bridge/not-allowed'));
    expect(tried(PASSWORD)).toBe('bridge/not-allowed');
    uptimeMs += seconds(30) - 1;
    expect(tried(PASSWORD)).toBe('bridge/not-allowed');
    uptimeMs += 1;
    expect(tried('wrong')).toBe('bridge/not-allowed');
    uptimeMs += 1;
    expect(tried(PASSWORD)).toBe('bridge/not-allowed');
    uptimeMs += seconds(30);
    expect(tried(PASSWORD)).toBe('in');
  });

  it('are forgotten once the right one came', () => {
    for (let tries = 0; tries < 4; tries += 1) tried('wrong');
    expect([tried(PASSWORD), tried('wrong'), tried(PASSWORD)]).toEqual(['in', 'bridge/not-allowed', 'in']);
  });
});

describe('a control card', () => {
  it('may act for half a minute after a touch', () => {
    expect(session.controlAllowed()).toBe(false);
    session.touched();
    uptimeMs = seconds(30);
    expect(session.controlAllowed()).toBe(true);
    uptimeMs += 1;
    expect(session.controlAllowed()).toBe(false);
  });

  it('may act while a guard is signed in, whose name is then known', () => {
    expect(session.guard()).toBeNull();
    session.signInGuard('nguyen.van.thu');
    uptimeMs = minutes(60);
    expect([session.guard(), session.controlAllowed(), session.role()]).toEqual([
      'nguyen.van.thu',
      true,
      'guard',
    ]);
  });

  it('may no longer act once the guard signed out, or after the longest shift', () => {
    expect(session.signOutGuard()).toBeNull();
    session.signInGuard('nguyen.van.thu');
    expect([session.signOutGuard(), session.guard(), session.controlAllowed()]).toEqual([
      'nguyen.van.thu',
      null,
      false,
    ]);
    session.signInGuard('nguyen.van.thu');
    uptimeMs += hours(12) - 1;
    expect([session.guard(), session.dutyOver()]).toEqual(['nguyen.van.thu', null]);
    uptimeMs += 1;
    expect([session.guard(), session.controlAllowed()]).toEqual([null, false]);
    expect([session.dutyOver(), session.dutyOver()]).toEqual(['nguyen.van.thu', null]);
  });
});
